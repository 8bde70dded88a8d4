package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.1:3128, http://10.0.0.1:3128",
    "HTTP://Proxy.Example/, http://proxy.example:80",
    "proxy.example:3128, http://proxy.example:3128",
    "http://[fd00::1]:3128, http://[fd00::1]:3128",
    "http://proxy/path?query, http://proxy:80",
  })
  void addressIsRead(String url, String address) throws CredentialsException {
    ProxyAddress proxy = ProxyAddress.parse(url, "HTTPS_PROXY");

    assertEquals(address, proxy.toString());
    assertEquals(Optional.empty(), proxy.authorization());
  }

  @Test
  void userAndPasswordBecomeAHeaderAndAreNotShown() throws CredentialsException {
    ProxyAddress proxy = ProxyAddress.parse("http://me:p%40ss%C3%A9@proxy:3128", "HTTPS_PROXY");

    String login = Base64.getEncoder().encodeToString("me:p@ssé".getBytes(StandardCharsets.UTF_8));
    assertEquals(Optional.of(new Secret("Basic " + login)), proxy.authorization());
    assertEquals("http://proxy:3128", proxy.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://me:s3cret@proxy:1080, is a SOCKS proxy: not supported; use an HTTP proxy",
    "SOCKS5h://proxy, is a SOCKS proxy: not supported; use an HTTP proxy",
    "https://me:s3cret@proxy, is a proxy that speaks TLS itself: not supported; use one with http://",
    "ftp://s3cret, is not a URL such as http://10.0.0.1:3128",
    "http://, is not a URL such as http://10.0.0.1:3128",
    "http://s3cret:99999, is not a URL such as http://10.0.0.1:3128",
    "http://s3cret host, is not a URL such as http://10.0.0.1:3128",
    "'://s3cret', is not a URL such as http://10.0.0.1:3128",
  })
  void anythingElseIsRefusedAndNotShown(String url, String message) {
    CredentialsException e =
        assertThrows(CredentialsException.class, () -> ProxyAddress.parse(url, "proxy-url"));

    assertEquals("proxy-url " + message.replace("; ", ", "), e.getMessage());
    assertFalse(String.valueOf(e.getMessage()).contains("s3cret"));
  }
}
