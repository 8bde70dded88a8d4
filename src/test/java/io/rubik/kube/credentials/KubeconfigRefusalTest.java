package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubeconfigs that cannot be used, and why, in one line without a secret. */
final class KubeconfigRefusalTest extends WithKubeconfig {

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
        Arguments.of("{server: 'k8s:6443'}", where + ".server is not an https URL"),
        Arguments.of("{server: 'https://'}", where + ".server is not an https URL"),
        Arguments.of("{server: 'https://me:pw@k8s'}", where + ".server holds a user name"),
        Arguments.of("{server: 'https://k8s?a=b'}", where + ".server has more than a host"),
        Arguments.of(
            "{" + https + "insecure-skip-tls-verify: true}",
            where + ".insecure-skip-tls-verify is refused: TLS is always verified"),
        Arguments.of("{" + https + "insecure-skip-tls-verify: maybe}", "is neither true nor false"),
        Arguments.of("{server: 'HTTP://k8s'}", where + ".server is not https: TLS is always"),
        Arguments.of("{server: 'https://k8s:99999'}", where + ".server is not an https URL"),
        Arguments.of(
            "{" + https + "proxy-url: 'socks5://" + SECRET + "@p'}",
            where + ".proxy-url is a SOCKS proxy: not supported, use an HTTP proxy"),
        Arguments.of(
            "{" + https + "proxy-url: 'https://" + SECRET + "@p'}",
            where + ".proxy-url is a proxy that speaks TLS itself"),
        Arguments.of("{" + https + "proxy-url: '%%'}", where + ".proxy-url is not a URL such as"),
        Arguments.of("{" + https + "proxy-url: 3128}", where + ".proxy-url is not text"),
        Arguments.of(
            "{" + https + "certificate-authority: utf16}",
            "/host/etc/rubik/utf16 is UTF-16 text; save it as UTF-8"),
        Arguments.of(
            "{" + https + "certificate-authority: none}", "/host/etc/rubik/none does not exist"),
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
        Arguments.of("{token: 12345}", where + ".token is not text: put it in quotes"),
        Arguments.of("{tokenFile: utf16}", "/host/etc/rubik/utf16 is UTF-16 text"),
        Arguments.of("{token: \"a b\"}", where + ".token is not a token"),
        Arguments.of("{tokenFile: none}", "/host/etc/rubik/none does not exist"),
        Arguments.of("{tokenFile: empty}", "/host/etc/rubik/empty is empty"),
        Arguments.of("{tokenFile: text}", "/host/etc/rubik/text is not a token"),
        Arguments.of("{username: a, password: b}", where + ".username is not supported"),
        Arguments.of("{auth-provider: {name: gcp}}", where + ".auth-provider is not supported"),
        Arguments.of("{token: a, as: b}", where + ".as is not supported"),
        Arguments.of("{token: a, as-uid: b}", where + ".as-uid is not supported"),
        Arguments.of("{token: a, as-groups: [b]}", where + ".as-groups is not supported"),
        Arguments.of(
            "{token: a, as-user-extra: {b: [c]}}", where + ".as-user-extra is not supported"),
        Arguments.of("{client-certificate: " + PKI + "rsa.crt}", "one is set without the other"),
        Arguments.of("{client-key: " + PKI + "rsa.key}", "one is set without the other"),
        Arguments.of(certificate(PKI + "rsa.crt", PKI + "rsa.crt"), "rsa.crt holds no private key"),
        Arguments.of(certificate(PKI + "rsa.key", PKI + "rsa.key"), "rsa.key holds no certificate"),
        Arguments.of(
            certificate(PKI + "rsa.crt", PKI + "ec.key"), "does not match the certificate"),
        Arguments.of(
            certificate(PKI + "ec.crt", PKI + "rsa.pem"), "does not match the certificate"),
        Arguments.of(keyData(damaged), "client-key-data: the private key is damaged"),
        Arguments.of(
            keyData(TestCertificates.AUTHORITY.issueRsa("other").keyPem()),
            "client-key-data: the private key is damaged or does not match the certificate"),
        Arguments.of(keyData(encrypted), "client-key-data holds an encrypted key"),
        Arguments.of(
            keyData(encrypted.replace("RSA PRIVATE", "ENCRYPTED PRIVATE")),
            "client-key-data holds an encrypted key"),
        Arguments.of(keyData(damaged.replace("AAAA", "A*")), "PRIVATE KEY is not base64"),
        Arguments.of(keyData(damaged.substring(0, 40)), "client-key-data is truncated"),
        Arguments.of("{exec: {command: a}}", where + ".exec.apiVersion is not one of"),
        Arguments.of(
            "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: a}}",
            where + ".exec.apiVersion is not one of"),
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
            where + ".exec.env[0].name is not a variable name"));
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
        Arguments.of(" \n# nothing\n", "it is not a mapping"),
        Arguments.of("---\n---\n" + good, "it is not a mapping"),
        Arguments.of("current-context:\n\tx: " + SECRET, "line 2: not YAML"),
        Arguments.of("a:\n\tb: c", "line 2: not YAML, as a kubeconfig must be; indent with blanks"),
        Arguments.of("a: &a [*b]", "line 1: not YAML"),
        Arguments.of(bomb(), "not YAML, as a kubeconfig must be, or with more levels or aliases"),
        Arguments.of("a: " + "[".repeat(5000), "line 1: not YAML"),
        Arguments.of(
            "a: " + "[".repeat(5000) + "]".repeat(5000),
            "not YAML, as a kubeconfig must be, or with more"),
        Arguments.of(
            good.replace("- name: other\n  context", "- name: main\n  context"),
            "context \"main\" is twice among its contexts: remove one"),
        Arguments.of(
            good.replace("- name: other\n  user", "- name: rubik\n  user"),
            "user \"rubik\" is twice among its users: remove one"),
        Arguments.of(
            good.replace("current-context: main", "current-context: 1"),
            "current-context is not text: put it in quotes"),
        Arguments.of("hello", "it is not a mapping"),
        Arguments.of("a: [" + SECRET, "line 1: not YAML"),
        Arguments.of("a: b\nc: @" + SECRET, "line 2: not YAML"),
        Arguments.of("a: !!java.net.URL [\"http://" + SECRET + "\"]", "line 1: not YAML"),
        Arguments.of("a: \u0001", "not YAML"),
        Arguments.of(good.replace("current-context: main", ""), "no current-context"),
        Arguments.of(good.replace("current-context: main", "current-context: ''"), "no current-"),
        Arguments.of(
            good.replace("current-context: main", "current-context: x"),
            "context \"x\" is not among its contexts"),
        Arguments.of(
            good.replace("cluster: here", "cluster: there"),
            "cluster \"there\" is not among its clusters"),
        Arguments.of(
            good.replace("user: rubik", "user: missing"),
            "user \"missing\" is not among its users"),
        Arguments.of(good.replace("user: rubik", ""), "contexts[1].context.user is missing"),
        Arguments.of(good.replace("contexts:", "contexts: x #"), "line 6: not YAML"),
        Arguments.of("current-context: a\ncontexts: {}", "contexts is not a list"),
        Arguments.of("current-context: a\ncontexts: [a]", "contexts[0] is not a mapping"));
  }

  /** Ten lists of ten, seven levels deep: ten million texts. */
  private static String bomb() {
    StringBuilder text = new StringBuilder("l0: &l0 [" + "x, ".repeat(9) + "x]\n");
    for (int level = 1; level < 7; level++) {
      String alias = "*l" + (level - 1);
      text.append("l%d: &l%d [%s%s]%n".formatted(level, level, (alias + ", ").repeat(9), alias));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
  void utf16IsNamed(String charset) throws IOException {
    host.with("/etc/rubik/kubeconfig", "");
    Files.write(
        host.resolve("/etc/rubik/kubeconfig"), "apiVersion: v1".getBytes(Charset.forName(charset)));

    assertEquals(
        "/host/etc/rubik/kubeconfig is UTF-16 text; save it as UTF-8",
        assertThrows(CredentialsException.class, this::accessOfTheFile).getMessage());
  }

  @Test
  void otherBytesAreNamedWithTheirLine() throws IOException {
    host.with("/etc/rubik/kubeconfig", "");
    Files.write(
        host.resolve("/etc/rubik/kubeconfig"), new byte[] {'a', ':', '\n', '#', (byte) 0xe9});

    assertEquals(
        "/host/etc/rubik/kubeconfig is not UTF-8 text; see line 2",
        assertThrows(CredentialsException.class, this::accessOfTheFile).getMessage());
  }

  @Test
  void missingFileIsRefused() {
    HostFiles files = new HostFiles(host.path());

    CredentialsException e =
        assertThrows(
            CredentialsException.class,
            () -> new Kubeconfig(files, host.resolve("/etc/none"), Map.of()).access());

    assertEquals("/host/etc/none does not exist", e.getMessage());
  }

  @Test
  void hugeFileIsRefused() {
    assertOneLine(
        assertThrows(CredentialsException.class, () -> accessOfText("#".repeat(2 << 20))),
        "is larger than 1 MiB");
  }

  /** Each takes some 500 bytes of memory while YAML is read: 1 MiB filled the heap. */
  @ParameterizedTest
  @ValueSource(strings = {"- a\n", "- {}\n", "? a\n"})
  void fileOfTooManyValuesIsRefused(String line) {
    assertOneLine(
        assertThrows(CredentialsException.class, () -> accessOfText(line.repeat(100_000))),
        "more than 20000 names and values, which no kubeconfig has");
  }

  @Test
  void tooManyCertificatesAreRefused() throws CredentialsException {
    byte[] most = TestCertificates.CA.repeat(500).getBytes(StandardCharsets.UTF_8);
    byte[] more = TestCertificates.CA.repeat(501).getBytes(StandardCharsets.UTF_8);

    assertEquals(500, Pem.parse(most, "ca.crt").certificates().size());
    assertOneLine(
        assertThrows(CredentialsException.class, () -> Pem.parse(more, "ca.crt").certificates()),
        "ca.crt holds more than 500 certificates");
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

  private static String certificate(String certificate, String key) {
    return "{client-certificate: " + certificate + ", client-key: " + key + "}";
  }

  private static String keyData(String key) {
    return "{client-certificate: " + PKI + "rsa.crt, client-key-data: " + base64(key) + "}";
  }
}
