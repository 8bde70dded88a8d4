package io.rubik.scripts;

import static io.rubik.scripts.StandInCluster.CA;
import static io.rubik.scripts.StandInCluster.PEM;
import static io.rubik.scripts.StandInCluster.SERVER;
import static io.rubik.scripts.StandInCluster.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubik.testing.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateKubeconfigTest {

  @TempDir private Path home;
  private StandInCluster cluster;
  private Path file;

  @BeforeEach
  void emptyDirectory() throws IOException {
    file = Files.createDirectory(home.resolve("out")).resolve("kubeconfig");
    cluster = new StandInCluster(home.resolve("stand-in"));
  }

  @Test
  void kubeconfigGoesToStandardOutput() throws Exception {
    ScriptRun run = cluster.create().succeeded();

    assertKubeconfig(run.output(), SERVER, CA);
    run.keptSilentOn(TOKEN);
  }

  @Test
  void tokenIsReadFromTheSecretThatWasApplied() throws Exception {
    cluster.create().succeeded();

    YamlDocument secret = YamlDocument.all(cluster.applied()).getLast();
    assertEquals("Secret", secret.at("kind"));
    assertEquals("kubernetes.io/service-account-token", secret.at("type"));
    assertEquals("rubik-token", secret.at("metadata.name"));
    assertEquals("kube-system", secret.at("metadata.namespace"));
    assertTrue(secret.root().toString().contains("{kubernetes.io/service-account.name=rubik}"));
    cluster.assertCalled("kubectl get secret rubik-token --namespace=kube-system");
  }

  @Test
  void fileIsPrivate() throws Exception {
    ScriptRun run = cluster.create("-o", file.toString()).succeeded();

    assertEquals("", run.output());
    assertKubeconfig(Files.readString(file), SERVER, CA);
    assertEquals("rw-------", mode(file));
    assertEquals(List.of(file), filesWritten());
  }

  @Test
  void fileAppearsInOneStep() throws Exception {
    cluster.create("-o", file.toString()).succeeded();

    cluster.assertCalled("mv -f -- " + file.getParent() + "/.kubeconfig.");
  }

  @Test
  void forceReplacesTheFileAndItsMode() throws Exception {
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    cluster.create("-o", file.toString(), "--force").succeeded();

    assertKubeconfig(Files.readString(file), SERVER, CA);
    assertEquals("rw-------", mode(file));
  }

  @Test
  void forceReplacesALinkAndNotWhatItLeadsTo() throws Exception {
    Path other = Files.writeString(home.resolve("other"), "other");
    Files.createSymbolicLink(file, other);

    cluster.create("-o", file.toString(), "--force").succeeded();

    assertEquals("other", Files.readString(other));
    assertFalse(Files.isSymbolicLink(file));
  }

  @Test
  void secretFilledOnTheThirdLookIsAwaited() throws Exception {
    cluster.with("filled-at", "3");

    ScriptRun run = cluster.create().succeeded();

    assertKubeconfig(run.output(), SERVER, CA);
    assertEquals(3, cluster.looks());
  }

  @Test
  void tokenOfADurationIsCreatedWithoutASecret() throws Exception {
    ScriptRun run = cluster.create("--duration", "24h").succeeded();

    assertKubeconfig(run.output(), SERVER, CA);
    cluster.assertCalled("kubectl create token rubik --namespace=kube-system --duration=24h");
    assertFalse(cluster.applied().contains("Secret"), cluster.applied());
  }

  @Test
  void shortenedDurationIsReported() throws Exception {
    ScriptRun run = cluster.create("--duration", "24h").succeeded();

    run.toldOf("shortened to 3600 seconds");
  }

  @Test
  void oldKubectlWillDoForALastingToken() throws Exception {
    cluster.with("minor", "20");

    cluster.create().succeeded();
  }

  @Test
  void caAndServerOfTheAdministratorWin() throws Exception {
    String pem = PEM + PEM;
    Path ca = Files.writeString(home.resolve("ca.pem"), pem);
    cluster.with("ca", "").with("server", "http://old").with("tls-server-name", "old");

    ScriptRun run =
        cluster.create("--ca=" + ca, "--server", "https://[2001:db8::1]:6443").succeeded();

    assertKubeconfig(
        run.output(),
        "https://[2001:db8::1]:6443",
        Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)));
    assertFalse(run.output().contains("tls-server-name"), run.output());
  }

  @Test
  void nameThatTheServerIsCheckedForIsKept() throws Exception {
    cluster.with("tls-server-name", "kubernetes.default");

    ScriptRun run = cluster.create().succeeded();

    assertEquals(
        "kubernetes.default",
        YamlDocument.one(run.output()).at("clusters.0.cluster.tls-server-name"));
  }

  @Test
  void serverOfThisMachineAloneIsWarnedAbout() throws Exception {
    cluster.with("server", "https://127.0.0.1:6443");

    ScriptRun run = cluster.create().succeeded();

    run.toldOf("Warning: nodes cannot reach");
  }

  @Test
  void accountAndContextArePassedOn() throws Exception {
    ScriptRun run =
        cluster
            .create("--namespace=qos", "--name=null", "--context", "a b", "--kubeconfig", "/k")
            .succeeded();

    YamlDocument kubeconfig = YamlDocument.one(run.output());
    assertEquals("null", kubeconfig.at("current-context"));
    assertEquals("null", kubeconfig.at("users.0.name"));
    for (YamlDocument document : YamlDocument.all(cluster.applied())) {
      assertTrue(document.at("metadata.name").toString().startsWith("null"), cluster.applied());
    }
    assertEquals("qos", YamlDocument.all(cluster.applied()).getFirst().at("metadata.namespace"));
    cluster.assertCalled("kubectl --context=a\\ b --kubeconfig=/k apply");
    cluster.assertCalled(
        "kubectl --context=a\\ b --kubeconfig=/k get secret null-token --namespace=qos");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void helpNamesEveryOption(String option) throws Exception {
    ScriptRun run = cluster.create(option).succeeded();

    String options =
        "-o --force --verify --duration --server --ca --namespace --name --context --kubeconfig"
            + " --dry-run --help";
    for (String one : options.split(" ", -1)) {
      assertTrue(run.output().contains(one + " ") || run.output().contains(one + ","), one);
    }
  }

  @Test
  void realKubectlReadsTheResult() throws Exception {
    Path kubectl = realKubectl();
    Path admin = Files.writeString(home.resolve("admin"), administrator());
    cluster.with("real", kubectl.toString());

    cluster
        .create("--kubeconfig", admin.toString(), "--context=second", "-o", file.toString())
        .succeeded();

    String fields =
        "{.current-context} {.contexts[0].context.cluster} {.contexts[0].context.user}"
            + " {.clusters[0].cluster.server} {.clusters[0].cluster.certificate-authority-data}"
            + " {.users[0].user.token}";
    ScriptRun view =
        ScriptRun.of(
                new ProcessBuilder(
                    kubectl.toString(),
                    "config",
                    "view",
                    "--raw",
                    "--minify",
                    "--kubeconfig=" + file,
                    "-o",
                    "jsonpath=" + fields))
            .succeeded();
    assertEquals(
        String.join(" ", "rubik", "rubik", "rubik", "https://second:6443", CA, TOKEN),
        view.output());
  }

  @Test
  void realKubectlHasAVersionThatIsUnderstood() throws Exception {
    Path kubectl = realKubectl();
    cluster.with("real", kubectl.toString());
    Path admin = Files.writeString(home.resolve("admin"), administrator());

    ScriptRun run = cluster.create("--kubeconfig", admin.toString(), "--duration=24h");

    assertTrue(
        run.status() == 0 || run.messages().contains("install 1.24 or later"), run.messages());
  }

  private static Path realKubectl() {
    Optional<Path> kubectl = StandInCluster.onPath("kubectl");
    assumeTrue(kubectl.isPresent(), "no kubectl on PATH; Debian has it in kubernetes-client");
    return kubectl.orElseThrow();
  }

  private String administrator() throws IOException {
    Path ca = Files.writeString(home.resolve("ca.pem"), PEM);
    return """
    apiVersion: v1
    kind: Config
    current-context: first
    clusters:
    - {name: first, cluster: {server: "https://first:6443", certificate-authority: "CA"}}
    - {name: second, cluster: {server: "https://second:6443", certificate-authority: "CA"}}
    contexts:
    - {name: first, context: {cluster: first, user: admin}}
    - {name: second, context: {cluster: second, user: admin}}
    users:
    - {name: admin, user: {token: of-the-administrator}}
    """
        .replace("CA", ca.toString());
  }

  private static void assertKubeconfig(String text, String server, String ca) {
    YamlDocument kubeconfig = YamlDocument.one(text);
    assertEquals("v1", kubeconfig.at("apiVersion"));
    assertEquals("Config", kubeconfig.at("kind"));
    assertEquals("rubik", kubeconfig.at("current-context"));
    assertEquals("rubik", kubeconfig.at("contexts.0.name"));
    assertEquals("rubik", kubeconfig.at("contexts.0.context.cluster"));
    assertEquals("rubik", kubeconfig.at("contexts.0.context.user"));
    assertEquals("rubik", kubeconfig.at("clusters.0.name"));
    assertEquals(server, kubeconfig.at("clusters.0.cluster.server"));
    assertEquals(ca, kubeconfig.at("clusters.0.cluster.certificate-authority-data"));
    assertEquals("rubik", kubeconfig.at("users.0.name"));
    assertEquals(TOKEN, kubeconfig.at("users.0.user.token"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<Path> filesWritten() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.toList();
    }
  }
}
