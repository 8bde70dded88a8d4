package io.rubik.kube.credentials;

import java.util.Locale;
import okhttp3.HttpUrl;

/** Checks the URL of an API server. */
final class ServerUrl {

  private ServerUrl() {}

  /** Returns the URL without a slash at its end; fails unless it is a plain https URL. */
  static String check(String url, String where) throws CredentialsException {
    if (url.strip().toLowerCase(Locale.ROOT).startsWith("http://")) {
      throw new CredentialsException(where + " is not https: TLS is always verified");
    }
    HttpUrl parsed = HttpUrl.parse(url);
    if (parsed == null || !parsed.isHttps()) {
      throw new CredentialsException(where + " is not an https URL such as https://10.0.0.1:6443");
    }
    if (!parsed.username().isEmpty() || !parsed.password().isEmpty()) {
      throw new CredentialsException(where + " holds a user name or password: not supported");
    }
    if (parsed.query() != null || parsed.fragment() != null) {
      throw new CredentialsException(where + " has more than a host, a port and a path");
    }
    String text = parsed.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
