package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.daemon.Eventually;
import io.rubik.standin.RequestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class ReconnectTest {

  @TempDir Path root;

  @Test
  void reconnectingLeaksNoDescriptors() throws Exception {
    try (InformedNode node = new InformedNode(root);
        PodInformer informer = node.watching()) {
      for (int i = 0; i < 5; i++) {
        reset(node);
      }
      restart(node);
      long before = descriptors();
      for (int i = 0; i < 50; i++) {
        reset(node);
      }
      for (int i = 0; i < 50; i++) {
        restart(node);
      }

      Eventually.until(
          "no more than 10 descriptors beside " + before,
          InformedNode.PATIENCE,
          () -> descriptors() <= before + 10);
      assertTrue(informer.isAlive());
    }
  }

  private static void reset(InformedNode node) throws InterruptedException {
    awaitOpenWatch(node);
    int watches = node.standIn.requests().count(RequestRecord::isWatch);
    node.standIn.resetConnections();
    node.awaitWatches(watches + 1);
  }

  private static void restart(InformedNode node) throws IOException, InterruptedException {
    node.standIn.restart();
    awaitOpenWatch(node);
  }

  private static void awaitOpenWatch(InformedNode node) throws InterruptedException {
    assertTrue(node.standIn.watches().await(1, InformedNode.PATIENCE));
  }

  /** Returns how many descriptors this process has, which are the server's too. */
  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
