package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource({"token", "/etc/rubik/token", "pki/../token"})
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
