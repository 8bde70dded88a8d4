package io.rubik.control;

import static io.rubik.control.ControlsFixture.QUOTA;
import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The cgroup of a QoS class, which its pods share: it is held until the feature stops. */
class SharedControlsTest extends WithOwners {

  private static final String CLASS = "kubepods/burstable";

  private String shares() {
    return shares(CLASS);
  }

  private void setShares(String value) {
    setShares(CLASS, value);
  }

  @Test
  void originalIsInTheJournalBeforeTheControlIsWritten() throws IOException {
    setShares("100");
    AtomicInteger lines = new AtomicInteger();
    node.faults()
        .beforeNext(
            Operation.WRITE,
            node.file("cpu", CLASS, "cpu.shares"),
            () -> {
              String journal = Files.readString(ControlsFixture.journal(node));
              lines.set(journal.contains("\"original\":\"100\"") ? 1 : -1);
            });

    assertEquals(Made.WRITTEN, first.makeShared(CLASS, SHARES, 2));

    assertEquals(1, lines.get());
    assertEquals("2", shares());
    assertEquals(Made.UNCHANGED, first.makeShared(CLASS, SHARES, 2));
  }

  @Test
  void podThatLeavesDoesNotEndIt() throws IOException {
    first.makeShared(CLASS, SHARES, 2);
    first.make(pod, POD, SHARES, 3);

    first.releaseEnded(pod);
    first.release(pod, CLASS, SHARES);
    first.release(pod);

    assertEquals("2", shares());
    assertEquals("1024", node.read("cpu", POD, "cpu.shares"));
    first.releaseAll();
    assertEquals("1024", shares());
  }

  @Test
  void originalIsTheOneFoundFirst() throws IOException {
    setShares("100");
    assertEquals(Optional.of(100), first.originalShared(CLASS, SHARES));

    first.makeShared(CLASS, SHARES, 2);
    first.moveShared(CLASS, SHARES, 3);

    assertEquals(Optional.of(100), first.originalShared(CLASS, SHARES));
  }

  @Test
  void afterACrashTheOriginalIsTheOneBeforeIt() throws IOException {
    setShares("100");
    first.makeShared(CLASS, SHARES, 2);

    crash();

    assertEquals(Optional.of(100), first.originalShared(CLASS, SHARES));
    assertEquals("2", shares());
    first.releaseAll();
    assertEquals("100", shares());
  }

  @Test
  void afterACrashWhatNobodyAsksForIsGivenBack() throws IOException {
    setShares("100");
    first.moveShared(CLASS, SHARES, 2);

    crash();
    controls.giveBackUnheld(owner -> owner.equals("first"));

    assertEquals("100", shares());
  }

  /** What is asked for alone is not written, and not given back. */
  @Test
  void whatIsOnlyLookedAtIsNotTouched() throws IOException {
    first.originalShared(CLASS, SHARES);
    setShares("77");
    first.releaseAll();

    assertEquals("77", shares());
    assertTrue(node.recording().writes().isEmpty());
  }

  @Test
  void movedControlIsTrustedAndAMadeOneRepaired() throws IOException {
    first.makeShared(CLASS, SHARES, 2);
    setShares("500");

    assertEquals(Made.UNCHANGED, first.moveShared(CLASS, SHARES, 2));
    assertEquals("500", shares());
    try (LogCapture log = new LogCapture()) {
      assertEquals(Made.REPAIRED, first.makeShared(CLASS, SHARES, 2));
      assertTrue(log.text().contains("pods of " + CLASS), log.text());
    }
    assertEquals(Made.WRITTEN, first.moveShared(CLASS, SHARES, 9));
    assertEquals("9", shares());
  }

  @Test
  void absentCgroupIsNoFailure() throws IOException {
    node.remove(CLASS);

    assertEquals(Made.GONE, first.makeShared(CLASS, SHARES, 2));
    assertEquals(Made.GONE, first.moveShared(CLASS, SHARES, 2));
    assertEquals(Optional.empty(), first.originalShared(CLASS, SHARES));
    first.releaseAll();
  }

  @Test
  void cgroupMadeAgainHasAnOriginalOfItsOwn() throws IOException {
    setShares("100");
    first.moveShared(CLASS, SHARES, 2);
    node.remove(CLASS);
    node.pod("burstable", "uid-web", "c1");
    setShares("300");

    assertEquals(Made.WRITTEN, first.moveShared(CLASS, SHARES, 3));
    assertEquals(Optional.of(300), first.originalShared(CLASS, SHARES));
    first.releaseAll();

    assertEquals("300", shares());
  }

  @Test
  void refusedWriteLeavesWhatWasMade() throws IOException {
    first.makeShared(CLASS, SHARES, 2);
    String file = node.file("cpu", CLASS, "cpu.shares");
    node.faults().failNext(Operation.WRITE, file, Errno.EINVAL);

    assertThrows(IOException.class, () -> first.moveShared(CLASS, SHARES, 3));

    assertEquals("2", shares());
    assertEquals(Made.UNCHANGED, first.moveShared(CLASS, SHARES, 2));
  }

  @Test
  void ownerNamedFirstHasItsWay() throws IOException {
    setShares("100");
    second.makeShared(CLASS, SHARES, 5);
    assertEquals(Made.WRITTEN, first.makeShared(CLASS, SHARES, 2));
    assertEquals(Made.OVERRULED, second.moveShared(CLASS, SHARES, 6));
    assertEquals("2", shares());

    first.releaseAll();
    assertEquals("6", shares());
    second.releaseAll();
    assertEquals("100", shares());
  }

  /** The kernel refuses a parent's quota below a child's: pods and class in whatever order. */
  @Test
  void classAndPodsAreGivenBackInTheOrderTheKernelAllows() throws IOException {
    for (String path : new String[] {CLASS, POD, POD + "/c1"}) {
      node.set("cpu", path, "cpu.cfs_quota_us", "50000");
    }
    first.makeShared(CLASS, QUOTA, 90_000);
    first.make(pod, POD, QUOTA, 90_000);
    first.make(pod, POD + "/c1", QUOTA, 90_000);

    first.releaseAll();

    for (String path : new String[] {CLASS, POD, POD + "/c1"}) {
      assertEquals("50000", node.read("cpu", path, "cpu.cfs_quota_us"), path);
    }
  }

  @Test
  void whatIsGivenBackMayChange() throws IOException {
    setShares("100");
    first.rebaseShared(CLASS, SHARES, 300);
    first.makeShared(CLASS, SHARES, 2);
    first.rebaseShared(CLASS, SHARES, 200);

    first.releaseAll();

    assertEquals("200", shares());
  }
}
