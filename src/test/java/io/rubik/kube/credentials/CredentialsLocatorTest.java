package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CredentialsLocatorTest {

  private static final String SECRETS = "/var/run/secrets/kubernetes.io/serviceaccount/";
  private static final Map<String, String> POD =
      Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443");

  private final HostRoot host = HostRoot.inMemory();

  @Test
  void variableTakesPrecedence() throws CredentialsException {
    host.with("/a/config", kubeconfig("a"));
    host.with("/etc/rubik/kubeconfig", kubeconfig("b"));

    assertEquals("https://a", locate(Map.of("KUBECONFIG", "/a/config")).server());
    assertEquals("https://b", locate(Map.of("KUBECONFIG", "")).server());
  }

  @Test
  void emptyPartsOfTheVariableAreIgnored() throws CredentialsException {
    host.with("/a/config", kubeconfig("a"));

    assertEquals("https://a", locate(Map.of("KUBECONFIG", ":/a/config:")).server());
  }

  @Test
  void severalFilesAreRefused() {
    CredentialsException e =
        assertThrows(
            CredentialsException.class, () -> locate(Map.of("KUBECONFIG", "/a/config:/b/config")));

    assertTrue(String.valueOf(e.getMessage()).contains("KUBECONFIG names 2 files"), e.getMessage());
  }

  @Test
  void fileNamedByTheVariableMustExist() {
    host.with("/etc/rubik/kubeconfig", kubeconfig("b"));

    assertEquals(
        "KUBECONFIG names /host/a/config, which does not exist: put the kubeconfig there",
        assertThrows(CredentialsException.class, () -> locate(Map.of("KUBECONFIG", "/a/config")))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "10.96.0.1, 443, https://10.96.0.1",
    "10.96.0.1, 6443, https://10.96.0.1:6443",
    "fd00:10:96::1, 6443, https://[fd00:10:96::1]:6443",
    "kubernetes.default, 443, https://kubernetes.default",
  })
  void serviceAccountComesLast(String address, String port, String server)
      throws CredentialsException {
    host.with(SECRETS + "token", "mounted\n").with(SECRETS + "ca.crt", TestCertificates.CA);

    Access access =
        locate(Map.of("KUBERNETES_SERVICE_HOST", address, "KUBERNETES_SERVICE_PORT", port));

    assertEquals(server, access.server());
    assertEquals(Optional.of(new Secret("mounted")), access.token());
    assertEquals(
        TestCertificates.AUTHORITY.caCertificate(),
        access.trust().manager().getAcceptedIssuers()[0]);
  }

  @Test
  void serviceAccountWithoutItsFilesIsRefused() {
    CredentialsException e = assertThrows(CredentialsException.class, () -> locate(POD));

    assertEquals("/host" + SECRETS + "ca.crt does not exist", e.getMessage());
  }

  @Test
  void missingCredentialsNameThePlacesSearched() {
    String message =
        String.valueOf(
            assertThrows(CredentialsException.class, () -> locate(Map.of())).getMessage());

    assertTrue(message.contains("KUBECONFIG is not set"), message);
    assertTrue(message.contains("/host/etc/rubik/kubeconfig does not exist"), message);
    assertTrue(message.contains("KUBERNETES_SERVICE_HOST is not set"), message);
    assertTrue(message.contains("put a kubeconfig there or set KUBECONFIG"), message);
    assertFalse(message.contains("\n"), message);
  }

  private Access locate(Map<String, String> environment) throws CredentialsException {
    return new CredentialsLocator(environment).locate(new HostFiles(host.path()));
  }

  private static String kubeconfig(String name) {
    return """
    current-context: c
    contexts: [{name: c, context: {cluster: c, user: c}}]
    clusters: [{name: c, cluster: {server: 'https://%s'}}]
    users: [{name: c, user: {token: t}}]
    """
        .formatted(name);
  }
}
