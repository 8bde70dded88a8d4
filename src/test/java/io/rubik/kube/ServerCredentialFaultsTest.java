package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** Tokens and certificates that are replaced while the informer runs. */
@Tag("slow")
final class ServerCredentialFaultsTest extends WithInformedNode {

  @Test
  void tokenExpiresAndIsRotatedInItsFile() throws Exception {
    node.host.with("/etc/rubik/token", node.standIn.token() + "\n");
    node.host.with(InformedNode.KUBECONFIG, node.standIn.kubeconfig().withTokenFile("token"));
    replaceTokenWith("/etc/rubik/token", "second\n");
  }

  @Test
  void tokenExpiresAndTheKubeconfigIsReplaced() throws Exception {
    replaceTokenWith(InformedNode.KUBECONFIG, node.standIn.kubeconfig().withToken("second"));
  }

  /** The server accepts only "second" from now on; the file follows after the first refusal. */
  private void replaceTokenWith(String file, String text) throws Exception {
    node.put("first");
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.watching()) {
      node.standIn.setToken("second");
      node.standIn.resetConnections();
      log.await("refuses the credentials of ");
      node.host.with(file, text);
      node.seesNewPod("second");

      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first", "added a/second"), changes());
  }

  @Test
  void certificateOfTheServerIsReplaced() throws Exception {
    try (PodInformer informer = node.watching()) {
      node.standIn.restart(node.standIn.certificates().withNewServerCertificate());
      node.awaitWatches(2);

      node.seesNewPod("later");
      assertTrue(informer.isAlive());
    }
  }
}
