package io.rubik.control;

import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A control that is written without being read. */
class CachedWritesTest {

  private final Pod pod = PodFixture.pod("web").container("c1").pod();

  /** It had the value already, so that there was nothing for the journal until then. */
  @Test
  void originalIsInTheJournalBeforeTheFirstCachedWrite() throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
      String path = node.pod("burstable", "uid-web", "c1");
      Owner owner = ControlsFixture.start(node, () -> 0).owner("first");
      owner.claim(Subject.of(pod), Target.of(path, SHARES)).set(1024);
      node.faults().failNext(Operation.WRITE, node.file("cpu", path, "cpu.shares"), Errno.EIO);

      assertThrows(
          IOException.class,
          () -> owner.claim(Subject.of(pod), Target.of(path, SHARES)).setCached(2));

      assertTrue(Files.readString(ControlsFixture.journal(node)).contains("\"original\":\"1024\""));
    }
  }
}
