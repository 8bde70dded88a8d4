package io.rubik.standin;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import okhttp3.Handshake;

/** Identifies the sender of a request, by bearer token or by client certificate. */
final class Authentication {

  /** The user of the bearer token. */
  static final String TOKEN_USER = "system:serviceaccount:kube-system:rubik";

  /** Who sent a request and how it was shown; the user is empty for an unauthenticated request. */
  record Caller(String kind, Optional<String> user) {}

  private volatile String token;

  Authentication(String token) {
    this.token = token;
  }

  String token() {
    return token;
  }

  void setToken(String newToken) {
    token = newToken;
  }

  Caller caller(RecordedRequest request, Certificates certificates) {
    Handshake handshake = request.getHandshake();
    if (handshake != null) {
      for (Certificate peer : handshake.peerCertificates()) {
        if (peer instanceof X509Certificate certificate) {
          Optional<String> user = certificates.user(certificate);
          if (user.isPresent()) {
            return new Caller("certificate", user);
          }
        }
      }
    }
    String header = request.getHeaders().get("Authorization");
    if (header == null) {
      return new Caller("none", Optional.empty());
    }
    boolean valid = header.equals("Bearer " + token);
    return new Caller(
        header.split(" ", 2)[0].toLowerCase(Locale.ROOT),
        valid ? Optional.of(TOKEN_USER) : Optional.empty());
  }
}
