package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.MalformedBodyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FaultTest {

  @ParameterizedTest
  @MethodSource
  void messageSaysWhatToDo(Exception e, String kind, String part) {
    Fault fault = Fault.of(e, "/etc/rubik/kubeconfig");

    assertEquals(kind, fault.kind());
    assertTrue(fault.message().contains(part), fault.message());
  }

  static Stream<Arguments> messageSaysWhatToDo() {
    return Stream.of(
        Arguments.of(status(401), "status 401", "refuses the credentials of /etc/rubik/kubeconfig"),
        Arguments.of(status(403), "status 403", "needs list and watch on pods"),
        Arguments.of(status(410), "status 410", "returns 410 Gone repeatedly (410 because)"),
        Arguments.of(status(404), "status 404", "has no pods at that URL"),
        Arguments.of(status(308), "status 308", "leads elsewhere"),
        Arguments.of(status(429), "status 429", "asks rubik to slow down (429 because)"),
        Arguments.of(status(500), "status 500", "returns an error (500 because)"),
        Arguments.of(new ConnectException("Connection refused"), "connect", "is the API server up"),
        Arguments.of(new UnknownHostException("k8s"), "host", "cannot be resolved (k8s)"),
        Arguments.of(new SocketTimeoutException("timeout"), "timeout", "does not answer in time"),
        Arguments.of(
            tls(new CertificateException(new CertPathBuilderException("no path"))),
            "tls ca",
            "not signed by a CA of /etc/rubik/kubeconfig"),
        Arguments.of(
            tls(new CertificateExpiredException("NotAfter: then")),
            "tls date",
            "has expired (NotAfter: then): renew it"),
        Arguments.of(
            tls(new CertificateNotYetValidException("NotBefore: then")),
            "tls date",
            "is not valid yet (NotBefore: then): set this node's clock"),
        Arguments.of(
            tls(new CertificateException("Algorithm constraints check failed on keysize limits")),
            "tls weak",
            "too weak today"),
        Arguments.of(
            tls(new CertificateException("KeyUsage does not allow digital signatures")),
            "tls usage",
            "may not be used for TLS"),
        Arguments.of(
            new SSLHandshakeException("(unknown_ca) Received fatal alert: unknown_ca"),
            "tls client",
            "refuses the client certificate of /etc/rubik/kubeconfig, or wants one (unknown_ca)"),
        Arguments.of(
            new SSLHandshakeException(
                "(handshake_failure) Received fatal alert: handshake_failure"),
            "tls",
            "TLS failed"),
        Arguments.of(new SSLPeerUnverifiedException("long"), "tls name", "tls-server-name"),
        Arguments.of(tls(new IOException("reset")), "tls", "TLS failed (handshake failed)"),
        Arguments.of(
            new MalformedBodyException("no items"),
            MalformedBodyException.class.getName(),
            "no items"));
  }

  private static ApiStatusException status(int code) {
    return new ApiStatusException(code, "because", Duration.ZERO);
  }

  private static SSLHandshakeException tls(Exception cause) {
    SSLHandshakeException e = new SSLHandshakeException("handshake failed");
    e.initCause(cause);
    return e;
  }
}
