package io.rubik.kube.credentials;

import io.rubik.kube.json.FieldReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The output of a credential plug-in: {@code {"apiVersion": "client.authentication.k8s.io/v1",
 * "kind": "ExecCredential", "status": {"token": "…", "expirationTimestamp":
 * "2026-01-31T12:00:00Z"}}}, or clientCertificateData and clientKeyData instead of the token.
 *
 * @param expires when the plug-in must be run again
 */
record ExecCredential(
    Optional<Secret> token, Optional<ClientCertificate> certificate, Instant expires) {

  private static final int MAX_SECRET_BYTES = 1 << 16;

  /** Parses the output; the name of the plug-in is for messages alone. */
  static ExecCredential parse(String output, String apiVersion, String name)
      throws CredentialsException {
    Fields fields = new Fields();
    try {
      fields.read(new FieldReader(output.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new CredentialsException(name + " did not print an ExecCredential in JSON");
    }
    if (!fields.problem.isEmpty()) {
      throw new CredentialsException(name + " did not print an ExecCredential: " + fields.problem);
    }
    if (!fields.kind.equals("ExecCredential") || !fields.apiVersion.equals(apiVersion)) {
      throw new CredentialsException(name + " did not print an ExecCredential of " + apiVersion);
    }
    return fields.credential(name);
  }

  private static final class Fields {

    private String apiVersion = "";
    private String kind = "";
    private String token = "";
    private String certificate = "";
    private String key = "";
    private String expires = "";
    private String problem = "";

    void read(FieldReader json) throws IOException {
      json.object(name -> {
        switch (name) {
          case "apiVersion" -> apiVersion = json.text();
          case "kind" -> kind = json.text();
          case "status" -> json.object(field -> readStatus(json, field));
          default -> json.skip();
        }
      });
      json.end();
      problem = json.takeProblem();
    }

    private void readStatus(FieldReader json, String name) throws IOException {
      switch (name) {
        case "token" -> token = json.text(MAX_SECRET_BYTES);
        case "clientCertificateData" -> certificate = json.text(MAX_SECRET_BYTES);
        case "clientKeyData" -> key = json.text(MAX_SECRET_BYTES);
        case "expirationTimestamp" -> expires = json.text();
        default -> json.skip();
      }
    }

    ExecCredential credential(String name) throws CredentialsException {
      if (token.isEmpty() && certificate.isEmpty()) {
        throw new CredentialsException(name + " printed neither a token nor a certificate");
      }
      Optional<Secret> secret =
          token.isEmpty()
              ? Optional.empty()
              : Optional.of(BearerToken.parse(token, name + ": status.token"));
      Optional<ClientCertificate> client =
          certificate.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  ClientCertificate.of(
                      pem(certificate, name + ": status.clientCertificateData"),
                      pem(key, name + ": status.clientKeyData")));
      return new ExecCredential(secret, client, expires(name));
    }

    private Instant expires(String name) throws CredentialsException {
      try {
        return expires.isEmpty() ? Instant.MAX : OffsetDateTime.parse(expires).toInstant();
      } catch (DateTimeParseException e) {
        throw new CredentialsException(
            name + ": status.expirationTimestamp is not an RFC 3339 time");
      }
    }

    private static Pem pem(String text, String where) throws CredentialsException {
      return Pem.parse(text.getBytes(StandardCharsets.ISO_8859_1), where);
    }
  }
}
