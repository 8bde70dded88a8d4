package io.rubik.kube.http;

import io.rubik.kube.credentials.ProxyAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxy, not the server behind it, could not be reached or did not connect to the server. */
public final class ProxyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** How the client says what status the proxy has answered with. */
  private static final Pattern ANSWER =
      Pattern.compile("Unexpected response code for CONNECT: ([0-9]{3})");

  /** How the JDK says that TCP had no answer; with a proxy each connection is to the proxy. */
  private static final String CONNECT_TIME_OUT = "Connect timed out";

  private ProxyException(String message, Throwable cause) {
    super(message, cause);
  }

  private ProxyException(String message) {
    super(message);
  }

  /** The proxy wants a login, or another one. */
  static ProxyException unauthorized(ProxyAddress proxy) {
    return new ProxyException(
        "the proxy answers 407: "
            + (proxy.authorization().isPresent()
                ? "it refuses the user and password of its URL"
                : "it wants a user and password in its URL, http://user:password@host:port"));
  }

  /** Returns what the proxy is to blame for, any other exception as it is. */
  static IOException orSame(IOException e, ProxyAddress proxy) {
    Matcher answer = ANSWER.matcher(String.valueOf(e.getMessage()));
    if (answer.lookingAt()) {
      return new ProxyException(
          "the proxy answers " + answer.group(1) + ": can it reach the API server, and may it?", e);
    }
    if (e instanceof UnknownHostException) {
      return new ProxyException(
          "the host name of the proxy cannot be resolved (" + e.getMessage() + ")", e);
    }
    boolean isNoConnection =
        e instanceof ConnectException
            || e instanceof NoRouteToHostException
            || (e instanceof SocketTimeoutException && CONNECT_TIME_OUT.equals(e.getMessage()));
    if (isNoConnection) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      return new ProxyException(
          "no connection to the proxy (" + reason.getMessage() + "): is " + proxy + " up?", e);
    }
    return e;
  }
}
