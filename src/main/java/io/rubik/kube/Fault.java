package io.rubik.kube;

import io.rubik.kube.http.ApiStatusException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A failed list or watch, described for the log.
 *
 * @param kind equal for equal reasons, whatever the details of the message
 * @param message what is wrong with the API server, which the line names first
 */
record Fault(String kind, String message) {

  /** Describes an exception; the origin of the credentials is for the message alone. */
  static Fault of(Throwable e, String origin) {
    if (e instanceof ApiStatusException failure) {
      return ofStatus(failure, origin);
    }
    if (find(e, SSLException.class)) {
      return ofTls(e, origin);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return new Fault("connect", "no connection (" + reason(e) + "): is the API server up?");
    }
    if (e instanceof UnknownHostException) {
      return new Fault("host", "its host name cannot be resolved");
    }
    if (e instanceof InterruptedIOException) {
      return new Fault("timeout", "does not answer in time (" + text(e) + ")");
    }
    return new Fault(e.getClass().getName(), e.getClass().getSimpleName() + ": " + text(e));
  }

  private static Fault ofStatus(ApiStatusException failure, String origin) {
    String what =
        switch (failure.code()) {
          case 401 -> "refuses the credentials of " + origin + ": renew them";
          case 403 -> "denies the request: the user of " + origin + " needs list and watch on pods";
          case 410 -> "returns 410 Gone repeatedly";
          case 429 -> "asks rubik to slow down";
          default -> "returns an error";
        };
    return new Fault(
        "status " + failure.code(), what + " (" + failure.code() + " " + text(failure) + ")");
  }

  private static Fault ofTls(Throwable e, String origin) {
    if (find(e, CertificateExpiredException.class)
        || find(e, CertificateNotYetValidException.class)) {
      return new Fault(
          "tls date", "its certificate is not valid now: check the clock and the validity dates");
    }
    if (find(e, SSLPeerUnverifiedException.class)) {
      return new Fault(
          "tls name",
          "its certificate is for another host: use a name it holds as server or as tls-server-name");
    }
    if (find(e, CertPathBuilderException.class) || find(e, CertificateException.class)) {
      return new Fault(
          "tls ca",
          "its certificate is not signed by a CA of "
              + origin
              + ": check certificate-authority there");
    }
    return new Fault("tls", "TLS failed (" + text(e) + ")");
  }

  private static boolean find(Throwable e, Class<? extends Throwable> type) {
    Set<Throwable> seen = new HashSet<>();
    for (@Nullable Throwable t = e; t != null && seen.add(t); t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  /** The HTTP client's message names the address, its cause the reason. */
  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? text(e) : text(cause);
  }

  private static String text(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
