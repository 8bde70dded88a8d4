package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.kube.credentials.CredentialsException;
import io.rubik.kube.credentials.HostRoot;
import io.rubik.pod.PodManifest;
import io.rubik.standin.Certificates;
import io.rubik.standin.ClientCertificate;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.PodJson;
import io.rubik.standin.RequestRecord;
import io.rubik.standin.StandInServer;
import io.rubik.standin.StandInSettings;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host of these tests is a directory with etc/rubik/kubeconfig and what that names. */
final class ApiServerTest {

  private static final String KUBECONFIG = "/etc/rubik/kubeconfig";

  @TempDir Path root;
  private HostRoot host;
  private StandInServer standIn;
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");

  @BeforeEach
  void start() throws IOException {
    host = new HostRoot(root);
    standIn = StandInServer.start();
    standIn.pods().put(PodJson.pod("a", "mine").node("n1"));
    standIn.pods().put(PodJson.pod("a", "other").node("n2"));
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  @Test
  void tokenLists() throws IOException {
    host.with(KUBECONFIG, standIn.kubeconfig().withToken(standIn.token()));

    assertEquals(List.of("mine"), list(server()));
    assertEquals("HTTP/2", lastRequest().protocol());
    assertEquals("bearer", lastRequest().authorization());
    assertEquals("fieldSelector=spec.nodeName=n1", lastRequest().query());
  }

  @Test
  void serverWithoutHttp2IsSupported() throws IOException {
    try (StandInServer old = StandInServer.start(StandInSettings.defaults().withHttp1Only())) {
      host.with(KUBECONFIG, old.kubeconfig().withToken(old.token()));

      assertEquals(List.of(), list(server()));
    }
  }

  @Test
  void serviceAccountLists() throws IOException {
    String secrets = "/var/run/secrets/kubernetes.io/serviceaccount/";
    host.with(secrets + "token", standIn.token() + "\n");
    host.with(secrets + "ca.crt", standIn.certificates().caPem());
    String port = standIn.url().substring(standIn.url().lastIndexOf(':') + 1);

    ApiServer server =
        ApiServer.connect(
            root,
            Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", port),
            "1");

    assertEquals(List.of("mine"), list(server));
    assertEquals("the service account", server.origin());
    assertEquals(standIn.url(), server.server());
  }

  @Test
  void clientCertificatesList() throws IOException {
    ClientCertificate rsa = standIn.certificates().issueRsa("rsa");
    ClientCertificate ec = standIn.certificates().issueEc("ec");
    for (String key : List.of(rsa.keyPem(), rsa.traditionalKeyPem())) {
      host.with(KUBECONFIG, standIn.kubeconfig().withCertificate(rsa.certificatePem(), key));
      assertEquals(List.of("mine"), list(server()));
      assertEquals("rsa", lastRequest().user());
    }
    for (String key : List.of(ec.keyPem(), ec.traditionalKeyPem())) {
      host.with(KUBECONFIG, standIn.kubeconfig().withCertificate(ec.certificatePem(), key));
      assertEquals(List.of("mine"), list(server()));
      assertEquals("ec", lastRequest().user());
    }
    assertEquals("certificate", lastRequest().authorization());
  }

  /** kubelet keeps certificate and key in one file, and a link to the current one. */
  @Test
  void repointedLinkIsFollowedToTheNewCertificate() throws IOException {
    for (String name : List.of("one", "two")) {
      ClientCertificate certificate = standIn.certificates().issueEc(name);
      host.with("/pki/" + name + ".pem", certificate.certificatePem() + certificate.keyPem());
    }
    Path link = Files.createSymbolicLink(host.resolve("/pki/current.pem"), Path.of("one.pem"));
    host.with(
        KUBECONFIG,
        userOf("    client-certificate: /pki/current.pem\n    client-key: /pki/current.pem"));
    ApiServer server = server();
    list(server);
    assertEquals("one", lastRequest().user());

    Path next = Files.createSymbolicLink(host.resolve("/pki/next.pem"), Path.of("two.pem"));
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    list(server);

    assertEquals("two", lastRequest().user());
  }

  @Test
  void newTokenInTheFileIsUsed() throws IOException {
    host.with("/etc/rubik/token", "wrong\n");
    host.with(KUBECONFIG, standIn.kubeconfig().withTokenFile("token"));
    ApiServer server = server();
    assertEquals(401, assertThrows(ApiStatusException.class, () -> list(server)).code());

    host.with("/etc/rubik/token", standIn.token() + "\n");

    assertEquals(List.of("mine"), list(server));
  }

  @Test
  void brokenKubeconfigKeepsThePreviousOne() throws IOException {
    host.with(KUBECONFIG, standIn.kubeconfig().withToken(standIn.token()));
    ApiServer server = server();

    try (LogCapture log = new LogCapture()) {
      host.with(KUBECONFIG, "broken: [");
      assertEquals(List.of("mine"), list(server));
      assertEquals(List.of("mine"), list(server));
      Files.delete(host.resolve(KUBECONFIG));
      assertEquals(List.of("mine"), list(server));

      assertEquals(1, occurrences(log.text(), "line 1: not YAML"), log.text());
      assertEquals(1, occurrences(log.text(), "no API server credentials"), log.text());
    }
    standIn.setToken("second");
    host.with(KUBECONFIG, standIn.kubeconfig().withToken("second"));
    assertEquals(List.of("mine"), list(server));
  }

  @Test
  void wrongCaIsRefusedUntilItIsReplaced() throws IOException {
    host.with("/etc/rubik/ca.crt", Certificates.create().caPem());
    host.with(KUBECONFIG, caOfFile());
    ApiServer server = server();

    IOException e = assertThrows(SSLHandshakeException.class, () -> list(server));
    assertInstanceOf(CertificateException.class, e.getCause());

    host.with("/etc/rubik/ca.crt", standIn.certificates().caPem());
    assertEquals(List.of("mine"), list(server));
  }

  @Test
  void newCaIsUsed() throws Exception {
    host.with("/etc/rubik/ca.crt", standIn.certificates().caPem());
    host.with(KUBECONFIG, caOfFile());
    ApiServer server = server();
    list(server);

    standIn.restart(standIn.certificates().withNewCa());
    assertThrows(IOException.class, () -> list(server));
    host.with("/etc/rubik/ca.crt", standIn.certificates().caPem());

    assertEquals(List.of("mine"), list(server));
  }

  @Test
  void certificateMustHoldTheServersName() throws IOException {
    host.with(KUBECONFIG, withServerName("localhost"));
    assertEquals(List.of("mine"), list(server()));

    host.with(KUBECONFIG, withServerName("other.example"));
    ApiServer server = server();

    assertThrows(SSLPeerUnverifiedException.class, () -> list(server));
  }

  @Test
  void pluginRunsOnceUntilItsTokenExpires() throws IOException {
    host.with(KUBECONFIG, plugin());
    printToken(standIn.token(), now.plusSeconds(60));
    ApiServer server = server();

    list(server);
    now = now.plusSeconds(59);
    list(server);
    assertEquals(1, runs());
    now = now.plusSeconds(1);
    list(server);

    assertEquals(2, runs());
  }

  @Test
  void pluginRunsAgainWhenItsTokenIsRefused() throws IOException {
    host.with(KUBECONFIG, plugin());
    printToken(standIn.token(), now.plusSeconds(3600));
    ApiServer server = server();
    list(server);

    standIn.setToken("second");
    printToken("second", now.plusSeconds(3600));

    assertEquals(List.of("mine"), list(server));
    assertEquals(2, runs());
  }

  @Test
  void failingPluginKeepsThePreviousToken() throws IOException {
    host.with(KUBECONFIG, plugin());
    printToken(standIn.token(), now);
    ApiServer server = server();

    host.with("/etc/rubik/output", "nothing of use");

    assertEquals(List.of("mine"), list(server));
  }

  @Test
  void pluginMayPrintACertificate() throws IOException {
    ClientCertificate certificate = standIn.certificates().issueEc("plugged");
    host.with(KUBECONFIG, plugin());
    host.with(
        "/etc/rubik/output",
        credential(
            "\"clientCertificateData\":\""
                + certificate.certificatePem().replace("\n", "\\n")
                + "\",\"clientKeyData\":\""
                + certificate.keyPem().replace("\n", "\\n")
                + "\""));

    assertEquals(List.of("mine"), list(server()));
    assertEquals("plugged", lastRequest().user());
  }

  @Test
  void missingCredentialsAreReported() {
    assertThrows(CredentialsException.class, () -> ApiServer.connect(root, Map.of(), "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAUTHORIZED", "FORBIDDEN", "GONE", "TOO_MANY_REQUESTS", "SERVER_ERROR"})
  void refusalHasTheServersMessage(String kind) throws IOException {
    host.with(KUBECONFIG, standIn.kubeconfig().withToken(standIn.token()));
    standIn.faults().inject(Fault.of(FaultKind.valueOf(kind)));
    ApiServer server = server();

    ApiStatusException e = assertThrows(ApiStatusException.class, () -> list(server));

    assertFalse(String.valueOf(e.getMessage()).contains("{"), e.getMessage());
    assertEquals(
        kind.equals("TOO_MANY_REQUESTS") ? Duration.ofSeconds(1) : Duration.ZERO, e.retryAfter());
  }

  @Test
  void unknownFieldsOfANewerServerAreIgnored() throws IOException {
    host.with(KUBECONFIG, standIn.kubeconfig().withToken(standIn.token()));
    standIn.faults().inject(Fault.of(FaultKind.UNKNOWN_FIELDS));
    standIn.pods().put(PodJson.pod("a", "mine").node("n1").running("main").fullSize());

    assertEquals(List.of("mine"), list(server()));
  }

  private ApiServer server() throws IOException {
    return TestTimeouts.server(root, () -> now, Timeouts.usual());
  }

  private static List<String> list(ApiServer server) throws IOException {
    return PodRequests.list(server).pods().stream().map(PodManifest::name).toList();
  }

  private RequestRecord lastRequest() {
    return standIn.requests().all().getLast();
  }

  private String userOf(String lines) {
    return standIn.kubeconfig().withToken("").replace("    token: ", lines);
  }

  private String withServerName(String name) {
    return standIn
        .kubeconfig()
        .withToken(standIn.token())
        .replace("    server:", "    tls-server-name: " + name + "\n    server:");
  }

  private String caOfFile() {
    return standIn
        .kubeconfig()
        .withToken(standIn.token())
        .replaceFirst("certificate-authority-data: .*", "certificate-authority: ca.crt");
  }

  /** A plug-in that counts its runs in etc/rubik/runs and prints etc/rubik/output. */
  private String plugin() throws IOException {
    host.with(
        "/etc/rubik/plugin",
        """
        #!/bin/sh
        cd "${0%/*}"
        echo run >> runs
        cat output
        """);
    Files.setPosixFilePermissions(
        host.resolve("/etc/rubik/plugin"), PosixFilePermissions.fromString("rwx------"));
    return userOf(
        """
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: ./plugin
              interactiveMode: Never\
        """);
  }

  private void printToken(String token, Instant expires) {
    host.with(
        "/etc/rubik/output",
        credential("\"token\":\"" + token + "\",\"expirationTimestamp\":\"" + expires + "\""));
  }

  private static String credential(String status) {
    return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
        + "\"status\":{"
        + status
        + "}}";
  }

  private long runs() throws IOException {
    return Files.readAllLines(host.resolve("/etc/rubik/runs")).size();
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
