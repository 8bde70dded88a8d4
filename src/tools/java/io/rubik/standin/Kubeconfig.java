package io.rubik.standin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Kubeconfig texts for one server, with its CA inline. */
public final class Kubeconfig {

  private final String url;
  private final String caPem;

  Kubeconfig(String url, String caPem) {
    this.url = url;
    this.caPem = caPem;
  }

  /** Returns a kubeconfig with an inline token. */
  public String withToken(String token) {
    return text("    token: " + token);
  }

  /** Returns a kubeconfig that names a token file, as given. */
  public String withTokenFile(String path) {
    return text("    tokenFile: " + path);
  }

  /** Returns a kubeconfig with an inline client certificate and its PKCS #8 key. */
  public String withCertificate(ClientCertificate certificate) {
    return withCertificate(certificate.certificatePem(), certificate.keyPem());
  }

  /** Returns a kubeconfig with an inline client certificate and key. */
  public String withCertificate(String certificatePem, String keyPem) {
    return text(
        "    client-certificate-data: "
            + base64(certificatePem)
            + "\n    client-key-data: "
            + base64(keyPem));
  }

  private String text(String user) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: standin
      cluster:
        server: %s
        certificate-authority-data: %s
    users:
    - name: rubik
      user:
    %s
    contexts:
    - name: standin
      context:
        cluster: standin
        user: rubik
    current-context: standin
    """
        .formatted(url, base64(caPem), user);
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
