package io.rubik.scripts;

import static io.rubik.scripts.StandInCluster.PEM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateKubeconfigFailureTest {

  @TempDir private Path home;
  private StandInCluster cluster;
  private Path file;

  @BeforeEach
  void emptyDirectory() throws IOException {
    file = Files.createDirectory(home.resolve("out")).resolve("kubeconfig");
    cluster = new StandInCluster(home.resolve("stand-in"));
  }

  @Test
  void existingFileIsLeftAlone() throws Exception {
    Files.writeString(file, "old");

    cluster.create("-o", file.toString()).failedNaming(file.toString(), "exists", "--force");

    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), filesWritten());
    cluster.assertNothingApplied();
  }

  @Test
  void deviceIsNotReplaced() throws Exception {
    cluster.create("-o", "/dev/null", "--force").failedNaming("/dev/null", "not a regular file");
  }

  @Test
  void unwritableFileIsFoundBeforeAnythingIsApplied() throws Exception {
    Path nowhere = home.resolve("nowhere/kubeconfig");

    cluster.create("-o", nowhere.toString()).failedNaming(nowhere.toString(), "cannot write");
    cluster.create("-o", home.toString()).failedNaming(home.toString(), "is a directory");

    cluster.assertNothingApplied();
  }

  @Test
  void failureLeavesNoFile() throws Exception {
    cluster.with("failure", "get secret: Unable to connect to the server: i/o timeout");

    cluster.create("-o", file.toString()).failedNaming("read the token", "not reachable");

    assertEquals(List.of(), filesWritten());
  }

  @Test
  void waitForTheSecretIsBounded() throws Exception {
    cluster.with("filled-at", "1000");

    cluster
        .create()
        .failedNaming("kube-system/rubik-token", "still without a token after 30 looks");

    assertEquals(30, cluster.looks());
  }

  @Test
  void durationNeedsANewerKubectl() throws Exception {
    cluster.with("minor", "23+");

    cluster.create("--duration", "24h").failedNaming("--duration", "kubectl 1.23", "1.24");

    cluster.assertNothingApplied();
  }

  @Test
  void kubectlIsNeeded() throws Exception {
    cluster.withoutKubectl();

    cluster.create().failedNaming("kubectl is not on PATH", "install");
  }

  @Test
  void clusterWithoutCaIsRefused() throws Exception {
    cluster.with("ca", "");

    cluster.create().failedNaming("names no CA", "--ca FILE");

    cluster.assertNothingApplied();
  }

  @Test
  void caThatHoldsAPrivateKeyIsRefused() throws Exception {
    Path ca = Files.writeString(home.resolve("ca.pem"), PEM + "-----BEGIN EC PRIVATE KEY-----\n");

    cluster.create("--ca", ca.toString()).failedNaming(ca.toString(), "private key");
  }

  @ParameterizedTest
  @CsvSource({"missing.pem, cannot be read", "empty.pem, holds no certificate"})
  void caHoldsACertificate(String name, String fault) throws Exception {
    Files.createFile(home.resolve("empty.pem"));

    cluster.create("--ca", home.resolve(name).toString()).failedNaming("--ca", name, fault);
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example.org:6443, is not https",
    "api.example.org:6443, is not https",
    "'https://api.example.org\" #', is not of the form",
    "'https://api.example.org\ntoken: x', is not of the form",
    "https://user:password@api.example.org, is not of the form",
  })
  void serverIsAnHttpsAddress(String server, String fault) throws Exception {
    cluster.create("--server", server).failedNaming("--server", fault).keptSilentOn("password");
    cluster.with("server", server);
    cluster.create().failedNaming("the current context", fault).keptSilentOn("password");

    cluster.assertNothingApplied();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get /version|Unable to connect to the server: dial tcp: no such host|not reachable",
        "get /version|The connection to the server x:1 was refused|not reachable",
        "get /version|Get \"https://x:1\": EOF|not reachable",
        "get /version|Unable to connect to the server: x509: unknown authority|not trusted",
        "get /version|error: You must be logged in to the server (Unauthorized)|not logged in",
        "apply|Error from server (Forbidden): User \"eve\" cannot create|no rights",
        "apply|Error from server (NotFound): namespaces \"x\" not found|no namespace",
        "config view|error: context \"x\" does not exist|no such context",
        "config view|error: current-context must exist in order to minify|no such context",
        "get secret|error: something else|something else",
      })
  void failureOfKubectlIsOneLine(String call, String message, String named) throws Exception {
    cluster.with("failure", call + ": E1122 18:21:23.7 1 memcache.go:265] noise\n" + message);

    cluster.create().failedNaming(named, ": " + message).keptSilentOn("noise");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--namespace=Kube",
        "--namespace=a.b",
        "--name=x\": y",
        "--name=-x",
        "--duration=1d",
        "--verify",
        "--server=",
        "--ca",
        "--token=abc",
        "more",
      })
  void wrongArgumentsAreRefused(String argument) throws Exception {
    ScriptRun run = cluster.create(argument);

    run.failedNaming("create-kubeconfig: ", "--help");
    assertEquals(2, run.status());
    run.keptSilentOn("abc");
    assertEquals(List.of(), cluster.calls());
  }

  private List<Path> filesWritten() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.toList();
    }
  }
}
