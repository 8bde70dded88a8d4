package io.rubik.standin;

import static io.rubik.standin.ApiClient.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real kubectl against the stand-in; {@code RUBIK_KUBECTL} names another than the one on the
 * path.
 */
final class KubectlIT {

  @TempDir private Path directory;
  private Path kubectl;
  private StandInServer server;

  @BeforeEach
  void start() throws IOException {
    Optional<Path> found = findKubectl();
    if (!isRequired()) {
      assumeTrue(
          found.isPresent(), "skipped: kubectl is not installed (Debian: kubernetes-client)");
    }
    kubectl = found.orElseThrow(() -> new AssertionError("kubectl is required but not installed"));
    server = StandInServer.start();
    writeKubeconfig(server.kubeconfig().withToken(server.token()));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void getsPodsAsJson() throws Exception {
    server.pods().put(PodJson.pod("a", "p1").node("n1").running("main").fullSize());
    server.pods().put(PodJson.pod("b", "p2").node("n2"));

    JsonObject list =
        JsonParser.parseString(run("get", "pods", "-A", "-o", "json")).getAsJsonObject();

    assertEquals(2, list.getAsJsonArray("items").size());
  }

  @Test
  void getsPodsOfANode() throws Exception {
    server.pods().put(PodJson.pod("a", "p1").node("n1"));
    server.pods().put(PodJson.pod("b", "p2").node("n2"));

    String names = run("get", "pods", "-A", "--field-selector", "spec.nodeName=n2", "-o", "name");

    assertEquals("pod/p2", names.strip());
  }

  @Test
  void watchesAnAddedAModifiedAndADeletedPod() throws Exception {
    server.pods().put(PodJson.pod("a", "p0"));
    Process watch = begin("get", "pods", "-A", "--watch", "--output-watch-events");
    try (BufferedReader lines = watch.inputReader(UTF_8)) {
      assertEquals("EVENT NAMESPACE NAME AGE", words(lines.readLine()));
      assertTrue(words(lines.readLine()).startsWith("ADDED a p0 "));
      assertTrue(server.watches().await(1, PATIENCE));

      server.pods().put(PodJson.pod("a", "p1"));
      assertTrue(words(lines.readLine()).startsWith("ADDED a p1 "));
      server.pods().put(PodJson.pod("a", "p1").label("k", "v"));
      assertTrue(words(lines.readLine()).startsWith("MODIFIED a p1 "));
      server.pods().delete("a", "p1");
      assertTrue(words(lines.readLine()).startsWith("DELETED a p1 "));
    } finally {
      end(watch);
    }
  }

  @Test
  void createsAnnotatesAndDeletesAPod() throws Exception {
    Path manifest = directory.resolve("pod.yaml");
    Files.writeString(
        manifest,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p1, namespace: a}
        spec:
          nodeName: n1
          containers: [{name: main, image: "registry.example/main:1.0"}]
        """);

    run("create", "-f", manifest.toString());
    run("annotate", "pod", "-n", "a", "p1", "volcano.sh/preemptable=true");

    JsonObject metadata = server.pods().get("a", "p1").orElseThrow().getAsJsonObject("metadata");
    assertEquals(
        "true",
        metadata.getAsJsonObject("annotations").get("volcano.sh/preemptable").getAsString());
    run("delete", "pod", "-n", "a", "p1");
    assertEquals(Optional.empty(), server.pods().get("a", "p1"));
  }

  @Test
  void authenticatesByClientCertificate() throws Exception {
    for (ClientCertificate certificate :
        List.of(server.certificates().issueEc("alice"), server.certificates().issueRsa("alice"))) {
      writeKubeconfig(
          server
              .kubeconfig()
              .withCertificate(certificate.certificatePem(), certificate.traditionalKeyPem()));

      run("get", "pods", "-A");

      assertEquals("alice", server.requests().all().getLast().user());
    }
  }

  @Test
  void authenticatesByTokenFile() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), server.token() + "\n");
    writeKubeconfig(server.kubeconfig().withTokenFile(token.toString()));

    run("get", "pods", "-A");

    assertEquals("bearer", server.requests().all().getLast().authorization());
  }

  private void writeKubeconfig(String text) throws IOException {
    Files.writeString(directory.resolve("kubeconfig"), text);
  }

  private String run(String... arguments) throws Exception {
    Process process = begin(arguments);
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      Path errors = directory.resolve("errors");
      assertEquals(0, process.exitValue(), () -> String.join(" ", arguments) + ": " + read(errors));
      return output;
    } finally {
      end(process);
    }
  }

  private Process begin(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(kubectl.toString()));
    command.add("--kubeconfig=" + directory.resolve("kubeconfig"));
    command.add("--cache-dir=" + directory.resolve("cache"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", directory.toString());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toUpperCase(java.util.Locale.ROOT).endsWith("_PROXY"));
    builder.redirectError(directory.resolve("errors").toFile());
    return builder.start();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  private static String words(String line) {
    assertNotNull(line, "kubectl has ended");
    return line.strip().replaceAll(" +", " ");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isRequired() {
    return Boolean.getBoolean("RUBIK_REQUIRE_TOOLS")
        || "true".equals(System.getenv("RUBIK_REQUIRE_TOOLS"));
  }

  private static Optional<Path> findKubectl() {
    String named = System.getenv("RUBIK_KUBECTL");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, "kubectl"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
