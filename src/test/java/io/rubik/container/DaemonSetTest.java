package io.rubik.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.rubik.container.DaemonSetTemplate.Mount;
import io.rubik.testing.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DaemonSetTest {

  private static final Path DOCKERFILE = Path.of("packaging/container/Dockerfile");

  private DaemonSetTemplate template;

  @BeforeEach
  void readTemplate() throws IOException {
    template = DaemonSetTemplate.read();
  }

  @Test
  void holdsOneObjectOfEachKind() {
    assertEquals(
        List.of("ClusterRole", "ClusterRoleBinding", "ServiceAccount", "ConfigMap", "DaemonSet"),
        template.kinds());
  }

  /** By name: javac warns of annotations in these classes that are not on the class path. */
  @Test
  void everyFieldIsOneThatKubernetesKnows() throws ReflectiveOperationException {
    for (String kind : template.kinds()) {
      JsonElement json = new Gson().toJsonTree(template.document(kind).root());
      Class.forName("io.kubernetes.client.openapi.models.V1" + kind)
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, json);
    }
  }

  @Test
  void rightsAreThoseOfTheRbacFile() throws IOException {
    for (YamlDocument document :
        YamlDocument.all(Files.readString(Path.of("etc/rubik-rbac.yaml")))) {
      assertEquals(document.root(), template.document((String) document.at("kind")).root());
    }
  }

  @Test
  void namespacedObjectsAreInKubeSystem() {
    for (String kind : List.of("ServiceAccount", "ConfigMap", "DaemonSet")) {
      assertEquals("kube-system", template.document(kind).at("metadata.namespace"));
    }
    assertEquals("rubik-config", template.document("ConfigMap").at("metadata.name"));
    assertEquals("rubik-agent", template.daemonSet().at("metadata.name"));
  }

  @Test
  void selectorChoosesItsOwnPods() {
    Map<?, ?> selector = (Map<?, ?>) template.daemonSet().at("spec.selector.matchLabels");
    Map<?, ?> labels = (Map<?, ?>) template.daemonSet().at("spec.template.metadata.labels");

    assertEquals(Map.of("name", "rubik-agent"), selector);
    assertTrue(labels.entrySet().containsAll(selector.entrySet()));
    assertTrue(
        labels
            .entrySet()
            .containsAll(((Map<?, ?>) template.daemonSet().at("metadata.labels")).entrySet()));
  }

  @Test
  void podUsesTheAccountThatHasTheRights() {
    assertEquals(
        template.document("ServiceAccount").at("metadata.name"),
        template.pod("serviceAccountName"));
    assertEquals(true, template.pod("automountServiceAccountToken"));
  }

  @Test
  void podSeesTheNodesProcessesAndHasThirtySecondsToStop() {
    assertEquals(true, template.pod("hostPID"));
    assertEquals(30, template.pod("terminationGracePeriodSeconds"));
    assertEquals("system-node-critical", template.pod("priorityClassName"));
  }

  @Test
  void nodeNameIsThatOfTheNode() {
    assertEquals(
        "[{name=RUBIK_NODE_NAME, valueFrom={fieldRef={fieldPath=spec.nodeName}}}]",
        template.container("env").toString());
  }

  @Test
  void containerHasNoMoreThanItNeeds() {
    assertEquals(
        Map.of(
            "privileged",
            false,
            "readOnlyRootFilesystem",
            true,
            "runAsUser",
            0,
            "runAsGroup",
            0,
            "capabilities",
            Map.of("drop", List.of("ALL"), "add", List.of("SYS_ADMIN")),
            "seccompProfile",
            Map.of("type", "RuntimeDefault")),
        template.container("securityContext"));
    assertEquals(
        Map.of(
            "limits",
            Map.of("memory", "200Mi"),
            "requests",
            Map.of("cpu", "100m", "memory", "200Mi")),
        template.container("resources"));
  }

  /** Above each right stands a comment that says which feature wants it. */
  @ParameterizedTest
  @CsvSource({
    "'- apiGroups: [\"\"]|  resources: [\"pods\"]'",
    "'- apiGroups: [\"\"]|  resources: [\"pods/eviction\"]'",
    "'      hostPID: true'",
    "'            - SYS_ADMIN'",
    "'        - name: rubiklog|          mountPath: '",
    "'        - name: runrubik|          mountPath: '",
    "'        - name: sysfs|          mountPath: '",
    "'        - name: devfs|          mountPath: '"
  })
  void everyRightNamesTheFeatureThatWantsIt(String right) throws IOException {
    String text = Files.readString(DaemonSetTemplate.FILE);

    int at = text.indexOf("\n" + right.replace('|', '\n'));
    assertTrue(at > 0, right);
    List<String> before = text.substring(0, at).lines().toList();
    String comment = "";
    for (int i = before.size() - 1; before.get(i).strip().startsWith("#"); i--) {
      comment = before.get(i) + comment;
    }
    assertTrue(
        Pattern.compile("Every feature|agent\\.logDriver|psi|ioLimit|dynCache")
            .matcher(comment)
            .find(),
        () -> right + ": " + before.getLast());
  }

  @Test
  void mountsAreThoseOfTheGuide() {
    assertEquals(
        List.of(
            new Mount("rubiklog", "/var/log/rubik", "DirectoryOrCreate", "/var/log/rubik", false),
            new Mount("runrubik", "/run/rubik", "DirectoryOrCreate", "/run/rubik", false),
            new Mount("sysfs", "/sys/fs", "Directory", "/sys/fs", false),
            new Mount("devfs", "/dev", "Directory", "/dev", false),
            new Mount("config-volume", "", "", "/var/lib/rubik", true)),
        template.mounts());
    assertEquals(template.mounts().size(), ((List<?>) template.pod("volumes")).size());
  }

  @Test
  void configMapIsMountedAsConfigJson() {
    assertEquals(
        "{name=rubik-config, items=[{key=config.json, path=config.json}]}",
        template.pod("volumes.4.configMap").toString());
    assertEquals(
        Set.of("config.json"), ((Map<?, ?>) template.document("ConfigMap").at("data")).keySet());
    assertFalse(template.container("volumeMounts.4").toString().contains("subPath"));
  }

  @Test
  void noMountHidesTheProgram() throws IOException {
    String entryPoint =
        Files.readAllLines(DOCKERFILE).stream()
            .filter(line -> line.startsWith("ENTRYPOINT "))
            .findFirst()
            .orElseThrow();

    for (Mount mount : template.mounts()) {
      assertFalse(
          Pattern.compile("[\"@]" + mount.mountPath() + "/").matcher(entryPoint).find(),
          () -> mount + " hides " + entryPoint);
    }
  }

  @Test
  void imageIsWrittenOnceAndSaysThatItIsNotBuilt() throws IOException {
    List<String> lines = Files.readAllLines(DaemonSetTemplate.FILE);

    assertEquals("rubik:not-built-yet", template.container("image"));
    assertEquals(1, lines.stream().filter(line -> line.strip().startsWith("image:")).count());
  }
}
