package io.rubik.kube;

import io.rubik.kube.http.ApiFailure;
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
 * What is wrong between rubik and the API server, in words for the log.
 *
 * @param kind equal for the same reason, whatever else the message says
 */
record Fault(String kind, String message) {

  /** Returns what an exception means, for a server known by the credentials of an origin. */
  static Fault of(Throwable e, String server, String origin) {
    if (e instanceof ApiFailure failure) {
      return ofStatus(failure, server, origin);
    }
    if (find(e, SSLException.class)) {
      return ofTls(e, server, origin);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return new Fault(
          "connect", "no connection to " + server + " (" + reason(e) + "): is the API server up?");
    }
    if (e instanceof UnknownHostException) {
      return new Fault("host", "the host of " + server + " cannot be resolved");
    }
    if (e instanceof InterruptedIOException) {
      return new Fault("timeout", server + " does not answer in time (" + text(e) + ")");
    }
    return new Fault(
        e.getClass().getName(), server + ": " + e.getClass().getSimpleName() + ": " + text(e));
  }

  private static Fault ofStatus(ApiFailure failure, String server, String origin) {
    String answer = " (" + failure.code() + " " + text(failure) + ")";
    String message =
        switch (failure.code()) {
          case 401 ->
              "the API server "
                  + server
                  + " refuses the credentials of "
                  + origin
                  + ": renew them"
                  + answer;
          case 403 ->
              "the API server "
                  + server
                  + " does not allow it: the user of "
                  + origin
                  + " needs list and watch on pods"
                  + answer;
          case 410 ->
              "the API server "
                  + server
                  + " forgets its history as soon as it has told it"
                  + answer;
          case 429 -> "the API server " + server + " asks rubik to slow down" + answer;
          default -> "the API server " + server + " fails" + answer;
        };
    return new Fault("status " + failure.code(), message);
  }

  private static Fault ofTls(Throwable e, String server, String origin) {
    if (find(e, CertificateExpiredException.class)
        || find(e, CertificateNotYetValidException.class)) {
      return new Fault(
          "tls date", "the certificate of " + server + " is not valid now: mind clock and dates");
    }
    if (find(e, SSLPeerUnverifiedException.class)) {
      return new Fault(
          "tls name",
          "the certificate of "
              + server
              + " is for another host: use a name it holds as server or as tls-server-name");
    }
    if (find(e, CertPathBuilderException.class) || find(e, CertificateException.class)) {
      return new Fault(
          "tls ca",
          "the certificate of "
              + server
              + " is not signed by a CA of "
              + origin
              + ": check its certificate-authority");
    }
    return new Fault("tls", "TLS with " + server + " fails (" + text(e) + ")");
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

  /** The HTTP client says where to it failed to connect, and the cause why. */
  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? text(e) : text(cause);
  }

  private static String text(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
