package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class EnvironmentProxyTest {

  private static final String SERVER = "https://k8s.example:6443/k8s/clusters/c-1";

  @Test
  void upperCaseComesFirst() throws CredentialsException {
    assertEquals("http://b:1", proxy(Map.of("HTTPS_PROXY", "http://b:1", "https_proxy", "a")));
    assertEquals("http://a:80", proxy(Map.of("https_proxy", "a")));
    assertEquals("http://a:80", proxy(Map.of("HTTPS_PROXY", " ", "https_proxy", "a")));
  }

  /** The server speaks https, so that the others are not for it. */
  @Test
  void otherVariablesDoNotCount() throws CredentialsException {
    assertEquals("none", proxy(Map.of()));
    assertEquals("none", proxy(Map.of("HTTP_PROXY", "a", "ALL_PROXY", "a", "http_proxy", "a")));
  }

  @Test
  void eitherCaseOfTheExceptionsCounts() throws CredentialsException {
    assertEquals("none", proxy(Map.of("HTTPS_PROXY", "a", "NO_PROXY", "k8s.example")));
    assertEquals("none", proxy(Map.of("HTTPS_PROXY", "a", "no_proxy", ".example:6443")));
    assertEquals(
        "http://a:80",
        proxy(Map.of("HTTPS_PROXY", "a", "NO_PROXY", "other", "no_proxy", "k8s.example")));
  }

  @Test
  void whatIsNoProxyIsNamedByItsVariableUnlessItIsNotAsked() throws CredentialsException {
    Map<String, String> socks = Map.of("https_proxy", "socks5://a:1");

    assertEquals(
        "https_proxy is a SOCKS proxy: not supported, use an HTTP proxy",
        assertThrows(CredentialsException.class, () -> proxy(socks)).getMessage());
    assertEquals("none", proxy(Map.of("https_proxy", "socks5://a:1", "NO_PROXY", "*")));
  }

  private static String proxy(Map<String, String> environment) throws CredentialsException {
    return EnvironmentProxy.of(environment, SERVER).map(ProxyAddress::toString).orElse("none");
  }
}
