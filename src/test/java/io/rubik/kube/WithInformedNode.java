package io.rubik.kube;

import io.rubik.standin.StandInSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test a node with an informer, and the stand-in server it watches. */
abstract class WithInformedNode {

  @TempDir Path root;
  InformedNode node;

  @BeforeEach
  void start() throws IOException {
    node = new InformedNode(root);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  void shortTimeouts(StandInSettings settings) throws IOException {
    node.close();
    node = InformedNode.impatient(root, settings);
  }

  List<String> changes() {
    return node.pods.changes();
  }
}
