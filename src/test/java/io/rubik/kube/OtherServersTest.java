package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.credentials.HostRoot;
import io.rubik.kube.http.ApiServer;
import io.rubik.pod.PodFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is at the server's URL and is no API server, or none with a certificate that will do. */
final class OtherServersTest {

  private static final String PASSWORD = "changeit";
  private static final String ORIGIN = "/etc/rubik/kubeconfig";
  private static final HeldCertificate CA =
      new HeldCertificate.Builder().commonName("ca").certificateAuthority(1).build();
  private static final HeldCertificate GOOD = server().signedBy(CA).build();

  @TempDir Path root;
  private final MockWebServer web = new MockWebServer();

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void certificateThatHasExpired() throws Exception {
    long end = Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
    HeldCertificate expired = server().validityInterval(end - 1000, end).signedBy(CA).build();

    Fault fault = fault(expired, CA);

    assertEquals("tls date", fault.kind());
    assertMatches("its certificate has expired \\(NotAfter: .*\\): renew it, or .*", fault);
  }

  @Test
  void certificateThatIsNotValidYet() throws Exception {
    long begin = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
    HeldCertificate early = server().validityInterval(begin, begin + 1000).signedBy(CA).build();

    Fault fault = fault(early, CA);

    assertEquals("tls date", fault.kind());
    assertMatches("its certificate is not valid yet \\(NotBefore: .*\\): set .*", fault);
  }

  @Test
  void certificateOfAnotherHost() throws Exception {
    HeldCertificate other =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("k8s.example")
            .addSubjectAlternativeName("10.0.0.1")
            .signedBy(CA)
            .build();

    assertEquals(
        "its certificate is for another host (10.0.0.1, k8s.example): use a name it holds as server"
            + " or as tls-server-name",
        fault(other, CA).message());
  }

  @Test
  void certificateOfAnotherAuthority() throws Exception {
    HeldCertificate other = new HeldCertificate.Builder().certificateAuthority(0).build();

    assertEquals(
        "its certificate is not signed by a CA of /etc/rubik/kubeconfig: check"
            + " certificate-authority there",
        fault(GOOD, other).message());
  }

  /** Made by hand: openssl x509 -req without CA:TRUE. */
  @Test
  void authorityThatIsNone() throws Exception {
    HeldCertificate none = new HeldCertificate.Builder().commonName("no ca").build();

    Fault fault = fault(server().signedBy(none).build(), none);

    assertEquals("tls no ca", fault.kind());
    assertMatches("the certificate that has signed its own is no CA's \\(CA:FALSE\\).*", fault);
  }

  @Test
  void intermediateThatIsNoAuthority() throws Exception {
    HeldCertificate none = new HeldCertificate.Builder().commonName("mid").signedBy(CA).build();
    HeldCertificate leaf = server().signedBy(none).build();

    assertEquals("tls no ca", fault(leaf, CA, none.certificate()).kind());
  }

  @Test
  void certificateForClientsAlone() throws Exception {
    keytool("ca", "-ext", "bc=ca:true");
    keytool("client", "-ext", "san=ip:127.0.0.1", "-ext", "eku=clientAuth", "-signer", "ca");

    assertEquals(
        "its certificate is not for servers (extended key usage without serverAuth): issue another"
            + " one",
        fault(held("client"), held("ca")).message());
  }

  @Test
  void serverWithoutTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInPlainHttp(plain));

      assertEquals(
          "it does not speak TLS: is the port right?",
          fault("https://127.0.0.1:" + plain.getLocalPort(), CA).message());
    }
  }

  private static void answerInPlainHttp(ServerSocket plain) {
    try {
      while (true) {
        try (Socket socket = plain.accept()) {
          int _ = socket.getInputStream().read();
          socket.getOutputStream().write(ascii("HTTP/1.0 400 Bad Request\r\n\r\n"));
        }
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://sso.example/login?token=s3cret#frag | https://sso.example/login",
        "https://me:s3cret@sso.example/ | https://sso.example/",
        "/dashboard/ | SERVER/dashboard/",
        "ldap://s3cret | a place that is no http URL",
      })
  void redirect(String location, String shown) throws Exception {
    Fault fault = answer(302, Headers.of("Location", location), "<html>moved</html>");

    assertEquals("status 302", fault.kind());
    assertEquals(
        "leads elsewhere, where rubik does not follow: is the server's URL right? (302 to "
            + shown.replace("SERVER", url())
            + ")",
        fault.message());
  }

  @Test
  void redirectToAVeryLongPlace() throws Exception {
    Headers headers = Headers.of("Location", "https://a/" + "x".repeat(5000));

    Fault fault = answer(307, headers, "");

    assertTrue(fault.message().endsWith("x...)"), fault.message());
    assertTrue(fault.message().length() < 320, fault.message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | text/html; charset=utf-8 | <p>Welcome</p> | does not answer as the API does (200 an HTML page, not",
        "200 | text/html | <!DOCTYPE html><title> Log in </title> | does not answer as the API does (200 an HTML page \"Log in\", not",
        "502 | text/html | <html><head><title>502 Bad Gateway</title> | returns an error (502 an HTML page \"502 Bad Gateway\", not",
        "503 | text/plain | <HTML><body> | returns an error (503 an HTML page, not",
        "404 | text/html | <html> | has no pods at that URL: is the server's URL right? (404 an HTML page, not",
      })
  void pageForPeople(int code, String type, String body, String start) throws Exception {
    Fault fault = answer(code, Headers.of("Content-Type", type), body);

    assertEquals(start + " the Kubernetes API: is the server's URL right?)", fault.message());
  }

  @Test
  void statusOfTheApiIsShownByItsMessage() throws Exception {
    String status =
        "{\"kind\":\"Status\",\"code\":500,\"message\":\"etcd \\u001b[2J%s\"}"
            .formatted("x".repeat(5000));

    Fault fault = answer(500, Headers.of("Content-Type", "application/json"), status);

    assertMatches("(?s)returns an error \\(500 etcd .{5}x{900,1020}\\.{3}\\)", fault);
  }

  @Test
  void answerWithoutABody() throws Exception {
    assertEquals("returns an error (502)", answer(502, Headers.of(), "").message());
  }

  @Test
  void clientCertificateThatHasExpired() throws Exception {
    long end = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    HeldCertificate client =
        new HeldCertificate.Builder().validityInterval(end - 1000, end).build();
    serve(GOOD);
    web.enqueue(new MockResponse(401, Headers.of(), "{\"message\":\"Unauthorized\"}"));

    Fault fault = faultWithClient(client);

    assertEquals(
        "refuses the credentials of /etc/rubik/kubeconfig: renew them (401 Unauthorized; the client"
            + " certificate has expired at 2026-01-01T00:00:00Z)",
        fault.message());
  }

  @Test
  void clientCertificateForServersAlone() throws Exception {
    keytool("server", "-ext", "eku=serverAuth");
    HeldCertificate client = held("server");
    serve(GOOD);
    web.enqueue(new MockResponse(401, Headers.of(), ""));

    Fault fault = faultWithClient(client);

    assertMatches(
        ".*\\(401 the client certificate is not for clients \\(extended key usage\\)\\)", fault);
  }

  private Fault faultWithClient(HeldCertificate client) throws Exception {
    return fault(
        url(),
        CA,
        "{client-certificate-data: %s, client-key-data: %s}"
            .formatted(base64(client.certificatePem()), base64(client.privateKeyPkcs8Pem())));
  }

  private static HeldCertificate.Builder server() {
    return new HeldCertificate.Builder().commonName("s").addSubjectAlternativeName("127.0.0.1");
  }

  /** Makes a key and a certificate with extensions that the others cannot have. */
  private void keytool(String alias, String... options) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    System.getProperty("java.home") + "/bin/keytool",
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-alias",
                    alias,
                    "-dname",
                    "CN=" + alias,
                    "-keystore",
                    root.resolve("keys").toString(),
                    "-storepass",
                    PASSWORD),
                Stream.of(options))
            .toList();
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), output);
  }

  private HeldCertificate held(String alias) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(root.resolve("keys"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    X509Certificate certificate = (X509Certificate) keys.getCertificate(alias);
    PrivateKey key = (PrivateKey) keys.getKey(alias, PASSWORD.toCharArray());
    return new HeldCertificate(new KeyPair(certificate.getPublicKey(), key), certificate);
  }

  private Fault answer(int code, Headers headers, String body) throws Exception {
    serve(GOOD);
    web.enqueue(new MockResponse(code, headers, body));
    return fault(url(), CA);
  }

  private Fault fault(HeldCertificate server, HeldCertificate trusted, X509Certificate... chain)
      throws Exception {
    serve(server, chain);
    return fault(url(), trusted);
  }

  private void serve(HeldCertificate server, X509Certificate... chain) throws IOException {
    web.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(server, chain)
            .build()
            .sslSocketFactory());
    web.start(InetAddress.getLoopbackAddress(), 0);
  }

  private String url() {
    return "https://127.0.0.1:" + web.getPort();
  }

  private Fault fault(String url, HeldCertificate trusted) throws IOException {
    return fault(url, trusted, "{token: t}");
  }

  private Fault fault(String url, HeldCertificate trusted, String user) throws IOException {
    new HostRoot(root)
        .with(
            ORIGIN,
            """
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: '%s', certificate-authority-data: %s}}]
            users: [{name: u, user: %s}]
            """
                .formatted(url, base64(trusted.certificatePem()), user));
    try (ApiServer server = ApiServer.connect(root, Map.of(), "1")) {
      PodListWatch pods = new PodListWatch(server, new NodeName("n1"), PodFixture.KEYS);
      Fault fault = Fault.of(assertThrows(IOException.class, () -> pods.list("0")), ORIGIN);
      assertFalse(fault.message().contains("s3cret"), fault.message());
      return fault;
    }
  }

  private static void assertMatches(String pattern, Fault fault) {
    assertTrue(fault.message().matches(pattern), fault.message());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
