package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.credentials.CredentialsException;
import io.rubik.kube.credentials.HostRoot;
import io.rubik.standin.ClientCertificate;
import io.rubik.standin.StandInServer;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;

/** Credential files that are read while they are being replaced. */
final class HalfWrittenCredentialsTest {

  private static final String KUBECONFIG = "/etc/rubik/kubeconfig";
  private static final String SECRETS = "/var/run/secrets/kubernetes.io/serviceaccount/";

  @TempDir Path root;
  private HostRoot host;
  private StandInServer standIn;

  @BeforeEach
  void start() throws IOException {
    host = new HostRoot(root);
    standIn = StandInServer.start();
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  /**
   * Any exception but {@code CredentialsException} would stop rubik from using the previous ones.
   */
  @Test
  void truncatedKubeconfigIsUsableOrRefused() throws IOException {
    ClientCertificate certificate = standIn.certificates().issueEc("one");
    String withCertificate =
        standIn.kubeconfig().withCertificate(certificate.certificatePem(), certificate.keyPem());
    for (String whole : new String[] {standIn.kubeconfig().withToken("abc"), withCertificate}) {
      int refused = 0;
      for (int length = 0; length < whole.length(); length++) {
        host.with(KUBECONFIG, whole.substring(0, length));
        refused += isRefused() ? 1 : 0;
      }
      assertTrue(refused > whole.length() / 2, refused + " of " + whole.length());
      host.with(KUBECONFIG, whole);
      assertEquals(false, isRefused());
    }
  }

  private boolean isRefused() throws IOException {
    try {
      TestTimeouts.factory(root, Timeouts.usual()).make().close();
      return false;
    } catch (CredentialsException e) {
      return true;
    }
  }

  @Test
  void emptyOrMissingTokenFileKeepsThePreviousToken() throws Exception {
    host.with("/etc/rubik/token", standIn.token());
    host.with(KUBECONFIG, standIn.kubeconfig().withTokenFile("token"));
    ApiServer server = ApiServer.connect(root, Map.of(), "1");

    try (LogCapture log = new LogCapture()) {
      host.with("/etc/rubik/token", "");
      PodRequests.list(server);
      Files.delete(host.resolve("/etc/rubik/token"));
      PodRequests.list(server);
      assertEquals(2, log.lines("the previous ones stay in use"), log.text());
    }
    standIn.setToken("second");
    host.with("/etc/rubik/token", "second");

    PodRequests.list(server);
  }

  /** It was never reloaded, because the file is the same again; the next loss was not logged. */
  @Test
  void kubeconfigThatIsBackUnchangedEndsTheProblem() throws Exception {
    host.with(KUBECONFIG, standIn.kubeconfig().withToken(standIn.token()));
    ApiServer server = ApiServer.connect(root, Map.of(), "1");
    Path kubeconfig = host.resolve(KUBECONFIG);
    Path away = kubeconfig.resolveSibling("away");

    try (LogCapture log = new LogCapture(Level.INFO)) {
      for (int i = 0; i < 2; i++) {
        Files.move(kubeconfig, away);
        PodRequests.list(server);
        PodRequests.list(server);
        Files.move(away, kubeconfig);
        PodRequests.list(server);
      }

      assertEquals(2, log.lines("the previous ones stay in use"), log.text());
      assertEquals(2, log.lines("recovered after"), log.text());
      assertEquals(0, log.lines("kubeconfig reloaded"), log.text());
    }
  }

  /** kubelet writes a new directory and moves one link, which all others point through. */
  @Test
  void tokenReplacedByKubeletIsRead() throws Exception {
    write("one", standIn.token());
    Path data = Files.createSymbolicLink(host.resolve(SECRETS + "..data"), Path.of("..one"));
    for (String file : new String[] {"token", "ca.crt"}) {
      Files.createSymbolicLink(host.resolve(SECRETS + file), Path.of("..data", file));
    }
    String port = standIn.url().substring(standIn.url().lastIndexOf(':') + 1);
    ApiServer server =
        ApiServer.connect(
            root,
            Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", port),
            "1");
    PodRequests.list(server);

    standIn.setToken("t".repeat(standIn.token().length()));
    write("two", "t".repeat(standIn.token().length()));
    Path next = Files.createSymbolicLink(host.resolve(SECRETS + "..data_tmp"), Path.of("..two"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

    PodRequests.list(server);
  }

  private void write(String directory, String token) {
    host.with(SECRETS + ".." + directory + "/token", token);
    host.with(SECRETS + ".." + directory + "/ca.crt", standIn.certificates().caPem());
  }
}
