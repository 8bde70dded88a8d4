package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The host of these tests:
 *
 * <pre>
 * /etc/rubik/kubeconfig
 * /etc/rubik/token           file-token, then a line's end
 * /etc/rubik/pki/ca.crt
 * /var/lib/kubelet/pki/rsa.pem, ec.pem     certificate and PKCS #8 key in one
 * /var/lib/kubelet/pki/rsa.crt, rsa.key    certificate; PKCS #1 key
 * /var/lib/kubelet/pki/ec.crt, ec.key      certificate; SEC 1 key
 * </pre>
 */
final class KubeconfigTest {

  private static final String PKI = "/var/lib/kubelet/pki/";
  private static final String SECRET = "s3cr3t-t0k3n";

  private static final String TEMPLATE =
      """
      apiVersion: v1
      kind: Config
      preferences: {}
      current-context: main
      contexts:
      - name: other
        context: {cluster: other, user: other}
      - name: main
        context:
          cluster: here
          user: rubik
      clusters:
      - name: here
        cluster: CLUSTER
      users:
      - name: other
        user: {token: other}
      - name: rubik
        user: USER
      """;

  private final HostRoot host =
      HostRoot.inMemory()
          .with("/etc/rubik/token", "file-token\n")
          .with("/etc/rubik/empty", "")
          .with("/etc/rubik/text", "no pem\n")
          .with("/etc/rubik/pki/ca.crt", TestCertificates.CA)
          .with(
              PKI + "rsa.pem",
              TestCertificates.RSA.certificatePem() + TestCertificates.RSA.keyPem())
          .with(PKI + "ec.pem", TestCertificates.EC.certificatePem() + TestCertificates.EC.keyPem())
          .with(PKI + "rsa.crt", TestCertificates.RSA.certificatePem())
          .with(PKI + "rsa.key", TestCertificates.RSA.traditionalKeyPem())
          .with(PKI + "ec.crt", TestCertificates.EC.certificatePem())
          .with(PKI + "ec.key", TestCertificates.EC.traditionalKeyPem());

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
  @CsvSource({"token", "/etc/rubik/token", "pki/../token"})
  void tokenFileIsTrimmedAndRelativeToTheKubeconfig(String path) throws CredentialsException {
    assertEquals(
        Optional.of(new Secret("file-token")), accessOf("{tokenFile: " + path + "}").token());
  }

  @Test
  void tokenFileWinsOverToken() throws CredentialsException {
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
  void clientCertificateOfFiles(String certificate, String key, String holder, String algorithm)
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
  void execPluginOfTheSearchPathStaysAsItIs() throws CredentialsException {
    ExecPlugin plugin =
        accessOf("{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: login}}")
            .exec()
            .orElseThrow();

    assertEquals(List.of("login"), plugin.command());
    assertFalse(plugin.environment().getOrDefault("KUBERNETES_EXEC_INFO", "").contains("cluster"));
  }

  @ParameterizedTest
  @MethodSource
  void badClusterIsRefused(String cluster, String message) {
    assertRefused(cluster, token(), message);
  }

  static Stream<Arguments> badClusterIsRefused() {
    String where = "/host/etc/rubik/kubeconfig: clusters[0].cluster";
    String https = "server: 'https://k8s', ";
    return Stream.of(
        Arguments.of("{}", where + ".server is missing"),
        Arguments.of("[]", where + " is not a mapping"),
        Arguments.of("", where + " is missing"),
        Arguments.of("{server: 7}", where + ".server is not text"),
        Arguments.of("{server: 'http://k8s'}", where + ".server is not https: TLS is always"),
        Arguments.of("{server: 'k8s:6443'}", where + ".server is no https URL"),
        Arguments.of("{server: 'https://'}", where + ".server is no https URL"),
        Arguments.of("{server: 'https://me:pw@k8s'}", where + ".server carries a user name"),
        Arguments.of("{server: 'https://k8s?a=b'}", where + ".server has more than a host"),
        Arguments.of(
            "{" + https + "insecure-skip-tls-verify: true}",
            where + ".insecure-skip-tls-verify is refused: TLS is always checked"),
        Arguments.of("{" + https + "insecure-skip-tls-verify: maybe}", "is neither true nor false"),
        Arguments.of("{" + https + "proxy-url: 'http://p'}", where + ".proxy-url is not supported"),
        Arguments.of(
            "{" + https + "certificate-authority: none}", "/host/etc/rubik/none is not there"),
        Arguments.of(
            "{" + https + "certificate-authority: pki}", "/host/etc/rubik/pki is not a file"),
        Arguments.of(
            "{" + https + "certificate-authority: empty}", "/host/etc/rubik/empty is empty"),
        Arguments.of(
            "{" + https + "certificate-authority: text}", "/host/etc/rubik/text is not PEM"),
        Arguments.of(
            "{" + https + "certificate-authority: " + PKI + "rsa.key}", "holds no certificate"),
        Arguments.of(
            "{" + https + "certificate-authority-data: '%%'}",
            where + ".certificate-authority-data is not base64"));
  }

  @ParameterizedTest
  @MethodSource
  void badUserIsRefused(String user, String message) {
    assertRefused("{server: 'https://k8s'}", user, message);
  }

  static Stream<Arguments> badUserIsRefused() {
    String where = "/host/etc/rubik/kubeconfig: users[1].user";
    String encrypted =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """;
    String damaged = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    return Stream.of(
        Arguments.of("{}", where + " has no credentials"),
        Arguments.of("", where + " is missing"),
        Arguments.of("{token: ''}", where + " has no credentials"),
        Arguments.of("{token: 12345}", where + ".token is not text"),
        Arguments.of("{token: \"a b\"}", where + ".token is no token"),
        Arguments.of("{tokenFile: none}", "/host/etc/rubik/none is not there"),
        Arguments.of("{tokenFile: empty}", "/host/etc/rubik/empty is empty"),
        Arguments.of("{tokenFile: text}", "/host/etc/rubik/text is no token"),
        Arguments.of("{username: a, password: b}", where + ".username is not supported"),
        Arguments.of("{auth-provider: {name: gcp}}", where + ".auth-provider is not supported"),
        Arguments.of("{token: a, as: b}", where + ".as is not supported"),
        Arguments.of("{client-certificate: " + PKI + "rsa.crt}", "one is there without the other"),
        Arguments.of("{client-key: " + PKI + "rsa.key}", "one is there without the other"),
        Arguments.of(certificate(PKI + "rsa.crt", PKI + "rsa.crt"), "rsa.crt holds no private key"),
        Arguments.of(certificate(PKI + "rsa.key", PKI + "rsa.key"), "rsa.key holds no certificate"),
        Arguments.of(certificate(PKI + "rsa.crt", PKI + "ec.key"), "not that of the certificate"),
        Arguments.of(certificate(PKI + "ec.crt", PKI + "rsa.pem"), "not that of the certificate"),
        Arguments.of(keyData(damaged), "client-key-data: the private key is damaged"),
        Arguments.of(
            keyData(TestCertificates.AUTHORITY.issueRsa("other").keyPem()),
            "client-key-data: the private key is damaged or not that of the certificate"),
        Arguments.of(keyData(encrypted), "client-key-data holds an encrypted key"),
        Arguments.of(
            keyData(encrypted.replace("RSA PRIVATE", "ENCRYPTED PRIVATE")),
            "client-key-data holds an encrypted key"),
        Arguments.of(keyData(damaged.replace("AAAA", "A*")), "PRIVATE KEY is not base64"),
        Arguments.of(keyData(damaged.substring(0, 40)), "client-key-data is cut short"),
        Arguments.of("{exec: {command: a}}", where + ".exec.apiVersion is none of"),
        Arguments.of(
            "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: a}}",
            where + ".exec.apiVersion is none of"),
        Arguments.of(
            "{exec: {apiVersion: client.authentication.k8s.io/v1}}",
            where + ".exec.command is missing"),
        Arguments.of(
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: a,"
                + " interactiveMode: Always}}",
            "rubik has no terminal"),
        Arguments.of(
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: a, args: x}}",
            where + ".exec.args is not a list"),
        Arguments.of(
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: a, env: [{value: x}]}}",
            where + ".exec.env[0].name is no name"));
  }

  @ParameterizedTest
  @MethodSource
  void badFileIsRefused(String text, String message) {
    CredentialsException e = assertThrows(CredentialsException.class, () -> accessOfText(text));

    assertOneLine(e, "/host/etc/rubik/kubeconfig: " + message);
  }

  static Stream<Arguments> badFileIsRefused() {
    String good = TEMPLATE.replace("CLUSTER", "{server: 'https://k8s'}").replace("USER", token());
    return Stream.of(
        Arguments.of("", "it is not a mapping"),
        Arguments.of("hello", "it is not a mapping"),
        Arguments.of("a: [" + SECRET, "line 1: not YAML"),
        Arguments.of("a: b\nc: @" + SECRET, "line 2: not YAML"),
        Arguments.of("a: !!java.net.URL [\"http://" + SECRET + "\"]", "line 1: not YAML"),
        Arguments.of("a: \u0001", "not YAML"),
        Arguments.of(good.replace("current-context: main", ""), "no current-context"),
        Arguments.of(good.replace("current-context: main", "current-context: ''"), "no current-"),
        Arguments.of(
            good.replace("current-context: main", "current-context: x"),
            "context \"x\" is named but not among its contexts"),
        Arguments.of(
            good.replace("cluster: here", "cluster: there"),
            "cluster \"there\" is named but not among its clusters"),
        Arguments.of(
            good.replace("user: rubik", "user: nobody"),
            "user \"nobody\" is named but not among its users"),
        Arguments.of(good.replace("user: rubik", ""), "contexts[1].context.user is missing"),
        Arguments.of(good.replace("contexts:", "contexts: x #"), "line 6: not YAML"),
        Arguments.of("current-context: a\ncontexts: {}", "contexts is not a list"),
        Arguments.of("current-context: a\ncontexts: [a]", "contexts[0] is not a mapping"));
  }

  @Test
  void missingFileIsRefused() {
    HostFiles files = new HostFiles(host.path());

    CredentialsException e =
        assertThrows(
            CredentialsException.class,
            () -> new Kubeconfig(files, host.resolve("/etc/none"), Map.of()).access());

    assertEquals("/host/etc/none is not there", e.getMessage());
  }

  @Test
  void hugeFileIsRefused() {
    assertOneLine(
        assertThrows(CredentialsException.class, () -> accessOfText("#".repeat(2 << 20))),
        "is larger than 1 MiB");
  }

  @Test
  void exposedSecretIsWarnedAbout() throws Exception {
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
  void secretsAreInNoText() throws CredentialsException {
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

  private void assertRefused(String cluster, String user, String message) {
    assertOneLine(assertThrows(CredentialsException.class, () -> access(cluster, user)), message);
  }

  private static void assertOneLine(CredentialsException e, String part) {
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(part), message);
    assertFalse(message.contains("\n"), message);
    assertFalse(message.contains(SECRET), message);
  }

  private Access accessOf(String user) throws CredentialsException {
    return access("{server: 'https://k8s'}", user);
  }

  private Access access(String cluster, String user) throws CredentialsException {
    return accessOfText(TEMPLATE.replace("CLUSTER", cluster).replace("USER", user));
  }

  private Access accessOfText(String text) throws CredentialsException {
    host.with("/etc/rubik/kubeconfig", text);
    HostFiles files = new HostFiles(host.path());
    return new Kubeconfig(files, files.resolve("/etc/rubik/kubeconfig"), Map.of("HOME", "kept"))
        .access();
  }

  private static String token() {
    return "{token: " + SECRET + "}";
  }

  private static String certificate(String certificate, String key) {
    return "{client-certificate: " + certificate + ", client-key: " + key + "}";
  }

  private static String keyData(String key) {
    return "{client-certificate: " + PKI + "rsa.crt, client-key-data: " + base64(key) + "}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
