package io.rubik.kube.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Gives each test a host, and the kubeconfig it writes there:
 *
 * <pre>
 * /etc/rubik/kubeconfig
 * /etc/rubik/token           file-token, then a line's end
 * /etc/rubik/pki/ca.crt
 * /var/lib/kubelet/pki/rsa.pem, ec.pem     certificate and PKCS #8 key in one
 * /var/lib/kubelet/pki/rsa.crt, rsa.key    certificate; PKCS #1 key
 * /var/lib/kubelet/pki/ec.crt, ec.key      certificate; SEC 1 key
 * </pre>
 */
abstract class WithKubeconfig {

  static final String PKI = "/var/lib/kubelet/pki/";
  static final String SECRET = "s3cr3t-t0k3n";

  static final String TEMPLATE =
      """
      apiVersion: v1
      kind: Config
      preferences: {}
      current-context: main
      contexts:
      - name: other
        context: {cluster: other, user: other}
      - name: main
        context:
          cluster: here
          user: rubik
      clusters:
      - name: here
        cluster: CLUSTER
      users:
      - name: other
        user: {token: other}
      - name: rubik
        user: USER
      """;

  final HostRoot host =
      HostRoot.inMemory()
          .with("/etc/rubik/token", "file-token\n")
          .with("/etc/rubik/empty", "")
          .with("/etc/rubik/text", "no pem\n")
          .with("/etc/rubik/utf16", "t\u0000e\u0000x\u0000t\u0000")
          .with("/etc/rubik/pki/bom.crt", "\uFEFF" + TestCertificates.CA)
          .with("/etc/rubik/bom", "\uFEFFfile-token\r\n")
          .with("/etc/rubik/pki/ca.crt", TestCertificates.CA)
          .with(
              PKI + "rsa.pem",
              TestCertificates.RSA.certificatePem() + TestCertificates.RSA.keyPem())
          .with(PKI + "ec.pem", TestCertificates.EC.certificatePem() + TestCertificates.EC.keyPem())
          .with(PKI + "rsa.crt", TestCertificates.RSA.certificatePem())
          .with(PKI + "rsa.key", TestCertificates.RSA.traditionalKeyPem())
          .with(PKI + "ec.crt", TestCertificates.EC.certificatePem())
          .with(PKI + "ec.key", TestCertificates.EC.traditionalKeyPem());

  /** Reads a kubeconfig of that user. */
  Access accessOf(String user) throws CredentialsException {
    return access("{server: 'https://k8s'}", user);
  }

  /** Reads a kubeconfig of that cluster and user. */
  Access access(String cluster, String user) throws CredentialsException {
    return accessOfText(TEMPLATE.replace("CLUSTER", cluster).replace("USER", user));
  }

  /** Reads a kubeconfig of that text. */
  Access accessOfText(String text) throws CredentialsException {
    host.with("/etc/rubik/kubeconfig", text);
    return accessOfTheFile();
  }

  /** Reads the kubeconfig that is there. */
  Access accessOfTheFile() throws CredentialsException {
    HostFiles files = new HostFiles(host.path());
    return new Kubeconfig(files, files.resolve("/etc/rubik/kubeconfig"), Map.of("HOME", "kept"))
        .access();
  }

  static String token() {
    return "{token: " + SECRET + "}";
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
