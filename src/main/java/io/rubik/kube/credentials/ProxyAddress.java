package io.rubik.kube.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * An HTTP proxy that opens connections to others (CONNECT, RFC 9110).
 *
 * @param host a name or an IP address
 * @param authorization the value of Proxy-Authorization, empty when the URL has no user
 */
public record ProxyAddress(String host, int port, Optional<Secret> authorization) {

  /**
   * Parses a URL such as {@code http://user:password@10.0.0.1:3128}; without a scheme it is http.
   * Messages name where it comes from and never hold it.
   */
  static ProxyAddress parse(String url, String where) throws CredentialsException {
    int end = url.indexOf("://");
    String scheme = end < 0 ? "http" : url.substring(0, end).toLowerCase(Locale.ROOT);
    if (scheme.startsWith("socks")) {
      throw new CredentialsException(where + " is a SOCKS proxy: not supported, use an HTTP proxy");
    }
    if (scheme.equals("https")) {
      throw new CredentialsException(
          where + " is a proxy that speaks TLS itself: not supported, use one with http://");
    }
    HttpUrl parsed = scheme.equals("http") ? HttpUrl.parse(end < 0 ? "http://" + url : url) : null;
    if (parsed == null) {
      throw new CredentialsException(where + " is not a URL such as http://10.0.0.1:3128");
    }
    return new ProxyAddress(parsed.host(), parsed.port(), authorization(parsed));
  }

  private static Optional<Secret> authorization(HttpUrl url) {
    if (url.username().isEmpty()) {
      return Optional.empty();
    }
    String login = url.username() + ":" + url.password();
    byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
    return Optional.of(new Secret("Basic " + Base64.getEncoder().encodeToString(bytes)));
  }

  /** Returns the URL without user and password. */
  @Override
  public String toString() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
