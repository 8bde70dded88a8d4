package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.credentials.HostRoot;
import io.rubik.kube.credentials.ProxyAddress;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API server behind an HTTP proxy, which alone can resolve its name. */
final class ProxyTest {

  private static final String LOGIN = "me:s3cret@";

  @TempDir Path root;
  private StandInServer standIn;

  @BeforeEach
  void start() throws IOException {
    standIn = StandInServer.start();
    standIn.pods().put(PodJson.pod("a", "mine").node("n1"));
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  @Test
  void proxyOfTheKubeconfigOpensTheConnection() throws IOException {
    try (ConnectProxy proxy = ConnectProxy.answering("200 OK");
        ApiServer server = server("http://" + proxy.address(), Map.of("NO_PROXY", "*"))) {
      assertEquals(1, PodRequests.list(server).pods().size());

      String head = proxy.heads().getFirst();
      assertTrue(head.startsWith("CONNECT k8s.invalid:" + port() + " HTTP/1.1\r\n"), head);
      assertFalse(head.contains("Proxy-Authorization"), head);
      assertEquals("HTTP/2", standIn.requests().all().getLast().protocol());
      assertEquals(
          "https://k8s.invalid:" + port() + " through the proxy http://" + proxy.address(),
          server.route());
    }
  }

  @Test
  void userAndPasswordAreShownToTheProxyAloneAndNeverLogged() throws IOException {
    try (LogCapture log = new LogCapture();
        ConnectProxy proxy = ConnectProxy.answering("200 OK");
        ApiServer server = server("http://" + LOGIN + proxy.address(), Map.of())) {
      PodRequests.list(server);

      String head = proxy.heads().getFirst();
      assertTrue(head.contains("\r\nProxy-Authorization: Basic bWU6czNjcmV0\r\n"), head);
      assertFalse(server.route().contains("s3cret"), server.route());
      assertFalse(log.text().contains("s3cret"), log.text());
    }
  }

  @Test
  void proxyOfTheEnvironmentOpensTheConnection() throws IOException {
    try (ConnectProxy proxy = ConnectProxy.answering("200 OK");
        ApiServer server = server("", Map.of("https_proxy", proxy.address(), "NO_PROXY", "a"))) {
      assertEquals(1, PodRequests.list(server).pods().size());
      assertEquals(1, proxy.heads().size());
    }
  }

  /** As everywhere: no proxy leads to this very node. */
  @Test
  void serverOnLoopbackNeedsNoProxyOfTheEnvironment() throws IOException {
    new HostRoot(root)
        .with("/etc/rubik/kubeconfig", standIn.kubeconfig().withToken(standIn.token()));
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy.invalid:3128");
    try (ApiServer server = ApiServer.connect(root, environment, "1")) {
      assertEquals(1, PodRequests.list(server).pods().size());
      assertEquals(standIn.url(), server.route());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "502 Bad Gateway | '' | the proxy answers 502: can it reach the API server, and may it?",
        "403 Forbidden | me:s3cret@ | the proxy answers 403: can it reach the API server, and may it?",
        "407 Proxy Authentication Required | '' | the proxy answers 407: it wants a user and password in its URL, http://user:password@host:port",
        "407 Proxy Authentication Required | me:s3cret@ | the proxy answers 407: it refuses the user and password of its URL"
      })
  void answerOfTheProxyIsNamedAsSuch(String status, String login, String message)
      throws IOException {
    try (ConnectProxy proxy = ConnectProxy.answering(status);
        ApiServer server = server("http://" + login + proxy.address(), Map.of())) {
      assertEquals(
          message, assertThrows(ProxyException.class, () -> PodRequests.list(server)).getMessage());
      assertTrue(proxy.heads().size() < 3, "it does not insist");
    }
  }

  @Test
  void proxyThatIsDownIsNamed() throws IOException {
    ConnectProxy proxy = ConnectProxy.answering("200 OK");
    proxy.close();
    try (ApiServer server = server("http://" + LOGIN + proxy.address(), Map.of())) {
      String message = Thrown.message(ProxyException.class, () -> PodRequests.list(server));
      // Some JDKs say more of it.
      assertTrue(message.startsWith("no connection to the proxy (Connection refused"), message);
      assertTrue(message.endsWith("): is http://" + proxy.address() + " up?"), message);
    }
  }

  @Test
  void onlyWhatComesBeforeTheTunnelIsTheProxysFault() {
    IOException late = new SocketTimeoutException("timeout");

    assertSame(late, blamed(late));
    assertEquals(
        "the host name of the proxy cannot be resolved (proxy)",
        blamed(new UnknownHostException("proxy")).getMessage());
    assertEquals(
        "no connection to the proxy (No route to host): is http://proxy:3128 up?",
        blamed(new NoRouteToHostException("No route to host")).getMessage());
    assertEquals(
        "no connection to the proxy (Connect timed out): is http://proxy:3128 up?",
        blamed(new SocketTimeoutException("Connect timed out")).getMessage());
  }

  private static IOException blamed(IOException e) {
    return ProxyException.orSame(e, new ProxyAddress("proxy", 3128, Optional.empty()));
  }

  private String port() {
    return standIn.url().substring(standIn.url().lastIndexOf(':') + 1);
  }

  /** The server's certificate is for localhost. */
  private ApiServer server(String proxy, Map<String, String> environment) throws IOException {
    String kubeconfig =
        standIn
            .kubeconfig()
            .withToken(standIn.token())
            .replace(
                "    server: " + standIn.url(),
                "    server: https://k8s.invalid:"
                    + port()
                    + "\n    tls-server-name: localhost\n    proxy-url: '"
                    + proxy
                    + "'");
    new HostRoot(root).with("/etc/rubik/kubeconfig", kubeconfig);
    return ApiServer.connect(root, environment, "1");
  }
}
