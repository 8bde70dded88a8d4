package io.rubik.control;

import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was there before rubik came is not lost when something goes wrong. */
class OriginalsTest {

  private static final String POD = "kubepods/burstable/poduid-web";

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private final Pod pod = PodFixture.pod("web").container("c1").container("c2").pod();
  private Owner owner;

  @BeforeEach
  void start() throws IOException {
    node.pod("burstable", "uid-web", "c1", "c2");
    owner = ControlsFixture.start(node, () -> 0).owner("first");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String shares(String path) {
    return node.read("cpu", path, "cpu.shares");
  }

  private void setShares(String path, String value) {
    node.set("cpu", path, "cpu.shares", value);
  }

  @Test
  void movedCgroupThatWasMadeAgainHasAnOriginalOfItsOwn() throws IOException {
    owner.make(pod, POD, SHARES, 2);
    node.remove(POD);
    node.pod("burstable", "uid-web", "c1", "c2");
    setShares(POD, "300");

    assertEquals(Made.WRITTEN, owner.move(pod, POD, SHARES, 3));
    owner.make(pod, POD, SHARES, 3);
    owner.releaseAll();

    assertEquals("300", shares(POD));
  }

  @Test
  void cgroupThatEndsWhileItIsGivenBackIsNoFailure() throws IOException {
    owner.make(pod, POD, SHARES, 2);
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().beforeNext(Operation.WRITE, shares, () -> node.remove(POD));

    owner.release(pod);

    assertTrue(Files.readString(ControlsFixture.journal(node)).endsWith("uid-web\"}\n"));
  }

  @Test
  void originalThatCannotBeWrittenDownAnewStaysAsItWas() throws IOException {
    owner.make(pod, POD, SHARES, 2);
    String journal = ControlsFixture.journal(node).toString();
    node.faults().failNext(Operation.WRITE, journal, Errno.ENOSPC);

    assertThrows(IOException.class, () -> owner.rebase(pod, POD, SHARES, 700));
    owner.release(pod);

    assertEquals("1024", shares(POD));
  }

  /** It must not keep the rest from being given back. */
  @Test
  void originalTheKernelWouldRefuseIsLeftOut() throws IOException {
    owner.make(pod, POD, SHARES, 2);
    owner.make(pod, POD + "/c1", SHARES, 2);
    Path journal = ControlsFixture.journal(node);
    String text = Files.readString(journal);
    node.setFile(journal.toString(), text.replaceFirst("\"1024\"", "\"1\""));

    ControlsFixture.start(node, () -> 0).close();

    assertEquals("1024", shares(POD + "/c1"));
  }
}
