package io.rubik.kube;

import io.rubik.text.SafeText;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What went wrong in a TLS handshake; some of it the JDK says in words alone. */
final class TlsFault {

  private static final int MAX_NAMES = 200;
  private static final Pattern NAMES = Pattern.compile("subjectAltNames: \\[([^]]*)]");

  /** By an alert, RFC 8446 section 6.2, the server says what it dislikes. */
  private static final Pattern CLIENT_REFUSED =
      Pattern.compile(
          "fatal alert: (bad_certificate|unsupported_certificate|certificate_revoked"
              + "|certificate_expired|certificate_unknown|unknown_ca|certificate_required"
              + "|access_denied)");

  private TlsFault() {}

  /** Describes the failure; the origin of the credentials is for the message alone. */
  static Fault of(List<Throwable> causes, String origin) {
    return ofDate(causes)
        .or(() -> ofName(causes))
        .or(() -> ofUse(causes, origin))
        .or(() -> ofServer(causes, origin))
        .or(() -> ofAuthority(causes, origin))
        .orElseGet(() -> new Fault("tls", "TLS failed (" + text(causes.getFirst()) + ")"));
  }

  private static Optional<Fault> ofDate(List<Throwable> causes) {
    return first(causes, CertificateExpiredException.class)
        .map(e ->
            new Fault(
                "tls date",
                "its certificate has expired ("
                    + text(e)
                    + "): renew it, or set this node's clock"))
        .or(() ->
            first(causes, CertificateNotYetValidException.class)
                .map(e ->
                    new Fault(
                        "tls date",
                        "its certificate is not valid yet ("
                            + text(e)
                            + "): set this node's clock, or renew it")));
  }

  private static Optional<Fault> ofName(List<Throwable> causes) {
    return first(causes, SSLPeerUnverifiedException.class)
        .map(e ->
            new Fault(
                "tls name",
                "its certificate is for another host"
                    + names(text(e))
                    + ": use a name it holds as server or as tls-server-name"));
  }

  private static String names(String text) {
    Matcher names = NAMES.matcher(text);
    return names.find() ? " (" + SafeText.shortened(names.group(1), MAX_NAMES) + ")" : "";
  }

  /** What a certificate may be used for. */
  private static Optional<Fault> ofUse(List<Throwable> causes, String origin) {
    if (says(causes, "is not a CA certificate") || says(causes, "keyCertSign")) {
      return Optional.of(
          new Fault(
              "tls no ca",
              "the certificate that has signed its own is no CA's (CA:FALSE): check"
                  + " certificate-authority in "
                  + origin));
    }
    if (says(causes, "xtended key usage")) {
      return Optional.of(
          new Fault(
              "tls usage",
              "its certificate is not for servers (extended key usage without serverAuth): issue"
                  + " another one"));
    }
    if (says(causes, "KeyUsage does not allow")) {
      return Optional.of(
          new Fault(
              "tls usage",
              "its certificate may not be used for TLS (key usage): issue another one"));
    }
    if (says(causes, "lgorithm constraints check failed")) {
      return Optional.of(
          new Fault(
              "tls weak",
              "its certificate has a key or signature that is too weak today: issue another one"));
    }
    return Optional.empty();
  }

  private static Optional<Fault> ofServer(List<Throwable> causes, String origin) {
    if (says(causes, "Unsupported or unrecognized SSL message")) {
      return Optional.of(new Fault("tls none", "it does not speak TLS: is the port right?"));
    }
    return causes.stream()
        .map(cause -> CLIENT_REFUSED.matcher(text(cause)))
        .filter(Matcher::find)
        .findFirst()
        .map(alert ->
            new Fault(
                "tls client",
                "refuses the client certificate of "
                    + origin
                    + ", or wants one ("
                    + alert.group(1)
                    + ")"));
  }

  private static Optional<Fault> ofAuthority(List<Throwable> causes, String origin) {
    return first(causes, CertPathBuilderException.class)
        .or(() -> first(causes, CertificateException.class))
        .map(e ->
            new Fault(
                "tls ca",
                "its certificate is not signed by a CA of "
                    + origin
                    + ": check certificate-authority there"));
  }

  private static Optional<Throwable> first(
      List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().filter(type::isInstance).findFirst();
  }

  private static boolean says(List<Throwable> causes, String words) {
    return causes.stream().anyMatch(cause -> text(cause).contains(words));
  }

  private static String text(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
