package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.KubepodsDriver;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** A node whose name the API server may not know. */
class NodeNameCheckTest {

  private static final String EMPTY = "NO PODS ever on node n1: if it has any, set RUBIK_NODE_NAME";
  private static final String WRONG = "WRONG NODE NAME n1: set RUBIK_NODE_NAME, see the log";

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline();
  private boolean hasPods;
  private long nowNanos;
  private NodeNameCheck check;

  @BeforeEach
  void start() throws IOException {
    check =
        new NodeNameCheck(
            "n1", node.tree(), Kubepods.find(node.tree(), KubepodsDriver.CGROUPFS), () -> nowNanos);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String doubt() throws IOException {
    check.look(hasPods);
    return String.join("; ", check.words());
  }

  private void passPatience() {
    nowNanos += NodeNameCheck.PATIENCE.toNanos();
  }

  /** It was one warning at the start, and the status said that all was well. */
  @Test
  void podsOfKubeletThatTheServerDoesNotHaveAreAnError() throws IOException {
    node.pod("besteffort", "uid-batch", "c1");
    try (LogCapture log = new LogCapture(Level.INFO)) {
      assertEquals(EMPTY, doubt(), "they may have just ended");
      passPatience();
      assertEquals(WRONG, doubt());
      assertEquals(WRONG, doubt());
      assertEquals(1, log.lines("node n1: kubelet runs pods here ("), log.text());
      assertTrue(log.text().contains("kubepods/besteffort/poduid-batch"), log.text());
      assertTrue(log.text().startsWith("ERROR"), log.text());

      hasPods = true;

      assertEquals("", doubt());
      assertEquals(1, log.lines("recovered after"), log.text());
    }
  }

  @Test
  void emptyNodeIsNoError() throws IOException {
    try (LogCapture log = new LogCapture()) {
      assertEquals(EMPTY, doubt());
      passPatience();
      assertEquals(EMPTY, doubt());
      assertEquals("", log.text());
    }
  }

  @Test
  void nodeThatHadPodsHasTheRightName() throws IOException {
    hasPods = true;
    assertEquals("", doubt());
    hasPods = false;
    node.pod("besteffort", "uid-leftover", "c1");
    passPatience();

    assertEquals("", doubt());
  }
}
