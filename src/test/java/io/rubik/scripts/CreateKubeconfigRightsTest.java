package io.rubik.scripts;

import static io.rubik.scripts.StandInCluster.RUBIK_MAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CreateKubeconfigRightsTest {

  @TempDir private Path home;
  private StandInCluster cluster;
  private Path file;

  @BeforeEach
  void emptyDirectory() throws IOException {
    file = Files.createDirectory(home.resolve("out")).resolve("kubeconfig");
    cluster = new StandInCluster(home.resolve("stand-in"));
  }

  @Test
  void dryRunPrintsWhatIsApplied() throws Exception {
    String printed = cluster.create("--dry-run").succeeded().output();
    cluster.assertNothingApplied();

    cluster.create().succeeded();

    assertEquals(cluster.applied(), printed);
  }

  @Test
  void rightsAreThoseOfTheRbacFile() throws Exception {
    String printed = cluster.create("--dry-run", "--duration=24h").succeeded().output();

    assertEquals(Files.readString(Path.of("etc/rubik-rbac.yaml")), printed);
  }

  @Test
  void rbacFileGrantsThreeRightsToOneAccount() throws Exception {
    List<YamlDocument> documents =
        YamlDocument.all(Files.readString(Path.of("etc/rubik-rbac.yaml")));

    assertEquals(
        List.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding"),
        documents.stream().map(document -> document.at("kind")).toList());
    assertEquals(
        List.of("v1", "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1"),
        documents.stream().map(document -> document.at("apiVersion")).toList());
    assertEquals(
        Set.of("list pods", "watch pods", "create pods/eviction"), granted(documents.get(1)));
    YamlDocument binding = documents.get(2);
    assertEquals("ClusterRole", binding.at("roleRef.kind"));
    assertEquals(documents.get(1).at("metadata.name"), binding.at("roleRef.name"));
    assertEquals(
        "[{kind=ServiceAccount, name=rubik, namespace=kube-system}]",
        binding.at("subjects").toString());
    assertEquals(
        "{name=rubik, namespace=kube-system}", documents.getFirst().at("metadata").toString());
  }

  @Test
  void verifyReportsWhatTheCredentialMayDo() throws Exception {
    ScriptRun run = cluster.create("-o", file.toString(), "--verify").succeeded();

    assertEquals(
        """
        list pods: yes
        watch pods: yes
        evict pods: yes
        anything else: no (13 other rights asked for)
        """,
        run.output());
    cluster.assertCalled(
        "kubectl --kubeconfig=" + file + " auth can-i get secrets --all-namespaces");
  }

  @Test
  void verifyFailsForAMissingRight() throws Exception {
    cluster.with("allowed", "list pods\ncreate pods/eviction\n");

    ScriptRun run = cluster.create("-o", file.toString(), "--verify");

    run.complainedOf("may not watch pods");
    assertTrue(run.output().contains("watch pods: no\n"), run.output());
  }

  @Test
  void verifyFailsForARightTooMany() throws Exception {
    cluster.with("allowed", RUBIK_MAY + "get secrets\n");

    ScriptRun run = cluster.create("-o", file.toString(), "--verify");

    run.complainedOf("may get secrets");
    assertTrue(run.output().contains("get secrets: yes, but should be no\n"), run.output());
  }

  private static Set<String> granted(YamlDocument role) {
    Set<String> granted = new TreeSet<>();
    for (int rule = 0; rule < role.texts("rules").size(); rule++) {
      String at = "rules." + rule;
      assertEquals(List.of(""), role.texts(at + ".apiGroups"));
      for (String resource : role.texts(at + ".resources")) {
        role.texts(at + ".verbs").forEach(verb -> granted.add(verb + " " + resource));
      }
    }
    return granted;
  }
}
