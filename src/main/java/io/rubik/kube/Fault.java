package io.rubik.kube;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.http.ProxyException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
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
    if (e instanceof ProxyException) {
      return new Fault(text(e), text(e));
    }
    List<Throwable> causes = causes(e);
    if (causes.stream().anyMatch(SSLException.class::isInstance)) {
      return TlsFault.of(causes, origin);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return new Fault("connect", "no connection (" + reason(e) + "): is the API server up?");
    }
    if (e instanceof UnknownHostException) {
      return new Fault("host", "its host name cannot be resolved (" + text(e) + ")");
    }
    if (e instanceof InterruptedIOException) {
      return new Fault("timeout", "does not answer in time (" + text(e) + ")");
    }
    return new Fault(e.getClass().getName(), e.getClass().getSimpleName() + ": " + text(e));
  }

  private static Fault ofStatus(ApiStatusException failure, String origin) {
    String what =
        switch (failure.code()) {
          case 200 -> "does not answer as the API does";
          case 301, 302, 303, 307, 308 ->
              "leads elsewhere, where rubik does not follow: is the server's URL right?";
          case 401 -> "refuses the credentials of " + origin + ": renew them";
          case 403 -> "denies the request: the user of " + origin + " needs list and watch on pods";
          case 404 -> "has no pods at that URL: is the server's URL right?";
          case 410 -> "returns 410 Gone repeatedly";
          case 429 -> "asks rubik to slow down";
          default -> "returns an error";
        };
    String details = (failure.code() + " " + text(failure)).strip();
    return new Fault("status " + failure.code(), what + " (" + details + ")");
  }

  /** Returns the exception and its causes, each once. */
  private static List<Throwable> causes(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    for (@Nullable Throwable t = e; t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
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
