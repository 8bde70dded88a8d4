package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a kubeconfig says; see {@link KubeconfigRefusalTest} for those that cannot be used. */
final class KubeconfigTest extends WithKubeconfig {

  @Test
  void inlineToken() throws CredentialsException {
    Access access =
        access("{server: 'https://10.0.0.1:6443/', certificate-authority: pki/ca.crt}", token());

    assertEquals("https://10.0.0.1:6443", access.server());
    assertEquals("/host/etc/rubik/kubeconfig", access.origin());
    assertEquals(Optional.of(new Secret(SECRET)), access.token());
    assertEquals(
        List.of(TestCertificates.AUTHORITY.caCertificate()),
        List.of(access.trust().manager().getAcceptedIssuers()));
  }

  @ParameterizedTest
  @CsvSource({"token", "/etc/rubik/token", "pki/../token", "bom"})
  void tokenFileIsTrimmedAndRelativeToTheKubeconfig(String path) throws CredentialsException {
    assertEquals(
        Optional.of(new Secret("file-token")), accessOf("{tokenFile: " + path + "}").token());
  }

  @Test
  void tokenFileTakesPrecedenceOverToken() throws CredentialsException {
    assertEquals(
        Optional.of(new Secret("file-token")),
        accessOf("{tokenFile: token, token: inline}").token());
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa.pem, CN=system:node:rsa, RSA",
    "ec.pem, ec.pem, CN=system:node:ec, EC",
    "rsa.crt, rsa.key, CN=system:node:rsa, RSA",
    "ec.crt, ec.key, CN=system:node:ec, EC",
  })
  void clientCertificateInFiles(String certificate, String key, String holder, String algorithm)
      throws CredentialsException {
    ClientCertificate client =
        accessOf("{client-certificate: " + PKI + certificate + ", client-key: " + PKI + key + "}")
            .certificate()
            .orElseThrow();

    assertEquals(holder, client.chain().getFirst().getSubjectX500Principal().getName());
    assertEquals(algorithm, client.key().getAlgorithm());
  }

  @Test
  void inlineClientCertificateWithItsChain() throws CredentialsException {
    String chain = TestCertificates.EC.certificatePem() + TestCertificates.CA;

    ClientCertificate client =
        accessOf(
                "{client-certificate-data: "
                    + base64(chain)
                    + ", client-key-data: "
                    + base64(TestCertificates.EC.traditionalKeyPem())
                    + "}")
            .certificate()
            .orElseThrow();

    assertEquals(2, client.chain().size());
    assertEquals(TestCertificates.AUTHORITY.caCertificate(), client.chain().getLast());
  }

  @Test
  void certificateAuthorityMayBeInlineOrTheJdks() throws CredentialsException {
    Access inline =
        access(
            "{server: 'https://k8s', certificate-authority-data: "
                + base64(TestCertificates.CA + TestCertificates.CA)
                + "}",
            token());
    Access jdk = access("{server: 'https://k8s'}", token());

    assertEquals(
        TestCertificates.AUTHORITY.caCertificate(),
        inline.trust().manager().getAcceptedIssuers()[0]);
    assertTrue(jdk.trust().manager().getAcceptedIssuers().length > 10);
  }

  /** kubectl and the tools that write kubeconfigs leave such fields behind. */
  @Test
  void emptyFieldsAreNotSet() throws CredentialsException {
    Access access =
        access(
            """
            {server: 'https://k8s', proxy-url: '', tls-server-name: '', certificate-authority: '',
             certificate-authority-data: '', insecure-skip-tls-verify: false, extensions: []}
            """,
            "{token: "
                + SECRET
                + """
                , tokenFile: '', username: '', password: '', client-certificate: '',
                 client-certificate-data: '', client-key: '', client-key-data: '', as: '',
                 as-uid: '', as-groups: [], as-user-extra: {}, exec: null, auth-provider: null,
                 extensions: null}
                """);

    assertEquals(Optional.of(new Secret(SECRET)), access.token());
    assertEquals(Optional.empty(), access.proxy());
    assertEquals(Optional.empty(), access.tlsServerName());
    assertEquals(Optional.empty(), access.certificate());
    assertEquals(Optional.empty(), access.exec());
  }

  /** As kubectl has it: the first document counts, whatever follows. */
  @ParameterizedTest
  @MethodSource
  void textIsReadAsKubectlReadsIt(String change) throws CredentialsException {
    String good = TEMPLATE.replace("CLUSTER", "{server: 'https://k8s'}").replace("USER", token());
    String text =
        switch (change) {
          case "document begins" -> "# comment\n---\n" + good;
          case "document ends" -> good + "---\n";
          case "document ends, YAML's way" -> good + "...\n---\n";
          case "second document" -> good + "---\n" + good.replace("main", "other");
          case "second document is broken" -> good + "---\na: [\n";
          case "line ends of Windows" -> good.replace("\n", "\r\n");
          case "byte order mark" -> "\uFEFF" + good;
          case "no kind" -> good.replace("kind: Config\n", "").replace("apiVersion: v1\n", "");
          case "unknown keys" ->
              good.replace("preferences: {}", "preferences: {a: b}\nnew: {c: d}");
          case "key twice" -> "current-context: other\n" + good;
          case "anchor" ->
              good.replace("user: {token: other}", "user: &u {token: " + SECRET + "}")
                  .replace("user: " + token(), "user: *u");
          default -> throw new IllegalArgumentException(change);
        };

    assertEquals(Optional.of(new Secret(SECRET)), accessOfText(text).token(), change);
  }

  static Stream<String> textIsReadAsKubectlReadsIt() {
    return Stream.of(
        "document begins",
        "document ends",
        "document ends, YAML's way",
        "second document",
        "second document is broken",
        "line ends of Windows",
        "byte order mark",
        "no kind",
        "unknown keys",
        "key twice",
        "anchor");
  }

  @Test
  void jsonWithTabsIsRead() throws CredentialsException {
    String json =
        """
        {
        \t"current-context": "c",
        \t"contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        \t"clusters": [{"name": "c", "cluster": {"server": "https://k8s"}}],
        \t"users": [{"name": "u", "user": {"token": "t"}}]
        }
        """;

    assertEquals(Optional.of(new Secret("t")), accessOfText(json).token());
  }

  @ParameterizedTest
  @CsvSource({
    "https://k8s, https://k8s",
    "HTTPS://K8s.Example, https://k8s.example",
    "https://k8s:443/, https://k8s",
    "https://k8s:6443/, https://k8s:6443",
    "https://[fd00::1]:6443, https://[fd00::1]:6443",
    "https://rancher/k8s/clusters/c-1/, https://rancher/k8s/clusters/c-1",
    "' https://k8s ', https://k8s",
  })
  void serverMayBeWrittenInManyWays(String url, String server) throws CredentialsException {
    assertEquals(server, access("{server: '" + url + "'}", token()).server());
  }

  @Test
  void proxyOfTheClusterComesBeforeThatOfTheEnvironment() throws CredentialsException {
    String text = TEMPLATE.replace("USER", token());
    Map<String, String> environment = Map.of("HTTPS_PROXY", "environment:1", "NO_PROXY", "x");

    assertEquals(
        "http://cluster:3128",
        proxy(
            text.replace("CLUSTER", "{server: 'https://x', proxy-url: 'http://cluster:3128'}"),
            environment));
    assertEquals(
        "http://environment:1",
        proxy(text.replace("CLUSTER", "{server: 'https://k8s', proxy-url: ''}"), environment));
    assertEquals("none", proxy(text.replace("CLUSTER", "{server: 'https://x'}"), environment));
  }

  private String proxy(String text, Map<String, String> environment) throws CredentialsException {
    host.with("/etc/rubik/kubeconfig", text);
    return new Kubeconfig(
            new HostFiles(host.path()), host.resolve("/etc/rubik/kubeconfig"), environment)
        .access()
        .proxy()
        .map(ProxyAddress::toString)
        .orElse("none");
  }

  @Test
  void certificateAuthorityMayBeginWithAByteOrderMark() throws CredentialsException {
    Access access = access("{server: 'https://k8s', certificate-authority: pki/bom.crt}", token());

    assertEquals(1, access.trust().manager().getAcceptedIssuers().length);
  }

  @Test
  void defectOfTheClientCertificateIsKnown() throws CredentialsException {
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2026-02-01T00:00:00Z");
    HeldCertificate held =
        new HeldCertificate.Builder()
            .validityInterval(begin.toEpochMilli(), end.toEpochMilli())
            .build();
    ClientCertificate client =
        accessOf(
                "{client-certificate-data: "
                    + base64(held.certificatePem())
                    + ", client-key-data: "
                    + base64(held.privateKeyPkcs8Pem())
                    + "}")
            .certificate()
            .orElseThrow();

    assertEquals(Optional.empty(), client.defect(begin.plusSeconds(1)));
    assertEquals(
        Optional.of("the client certificate has expired at 2026-02-01T00:00:00Z"),
        client.defect(end.plusSeconds(1)));
    assertEquals(
        Optional.of(
            "the client certificate is valid from 2026-01-01T00:00:00Z on, it is"
                + " 2025-12-31T23:59:00Z"),
        client.defect(begin.minusSeconds(60)));
  }

  @Test
  void pathAndServerNameAreKept() throws CredentialsException {
    Access access =
        access(
            "{server: 'https://[fd00::1]:6443/k8s/c-1', tls-server-name: api.internal}", token());

    assertEquals("https://[fd00::1]:6443/k8s/c-1", access.server());
    assertEquals(Optional.of("api.internal"), access.tlsServerName());
  }

  @Test
  void execPluginIsRelativeToTheKubeconfig() throws CredentialsException {
    ExecPlugin plugin =
        accessOf(
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login,"
                    + " args: [-v, now], env: [{name: A, value: b}], provideClusterInfo: true}}")
            .exec()
            .orElseThrow();

    assertEquals(List.of("/host/etc/rubik/./bin/login", "-v", "now"), plugin.command());
    assertEquals("b", plugin.environment().get("A"));
    assertEquals("kept", plugin.environment().get("HOME"));
    assertEquals(
        "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
            + "\"spec\":{\"interactive\":false,\"cluster\":{\"server\":\"https://k8s\"}}}",
        plugin.environment().get("KUBERNETES_EXEC_INFO"));
  }

  @Test
  void execPluginWithoutASlashIsLeftToThePath() throws CredentialsException {
    ExecPlugin plugin =
        accessOf("{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: login}}")
            .exec()
            .orElseThrow();

    assertEquals(List.of("login"), plugin.command());
    assertFalse(plugin.environment().getOrDefault("KUBERNETES_EXEC_INFO", "").contains("cluster"));
  }

  @Test
  void readableSecretIsWarnedAbout() throws Exception {
    try (LogCapture log = new LogCapture()) {
      accessOf(token());
      assertEquals("", log.text());

      Files.setPosixFilePermissions(
          host.resolve("/etc/rubik/kubeconfig"), PosixFilePermissions.fromString("rw-r-----"));
      new Kubeconfig(new HostFiles(host.path()), host.resolve("/etc/rubik/kubeconfig"), Map.of())
          .access();

      assertTrue(log.text().contains("chmod 600"), log.text());
      assertFalse(log.text().contains(SECRET), log.text());
    }
  }

  @Test
  void secretsAppearInNoText() throws CredentialsException {
    Access token = accessOf(token());
    Access exec =
        accessOf(
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: a, args: ["
                + SECRET
                + "], env: [{name: A, value: "
                + SECRET
                + "}]}}");

    assertFalse(token.toString().contains(SECRET), token.toString());
    assertFalse(exec.toString().contains(SECRET), exec.toString());
  }
}
