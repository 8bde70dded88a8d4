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
class ClassClaimsTest extends WithOwners {

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

    assertEquals(WriteResult.WRITTEN, shared(first, CLASS, SHARES).set(2));

    assertEquals(1, lines.get());
    assertEquals("2", shares());
    assertEquals(WriteResult.UNCHANGED, shared(first, CLASS, SHARES).set(2));
  }

  @Test
  void podThatLeavesDoesNotEndIt() throws IOException {
    shared(first, CLASS, SHARES).set(2);
    claim(first, POD, SHARES).set(3);

    first.releaseEnded(pod);
    first.release(Subject.of(pod), Target.of(CLASS, SHARES));
    first.release(Subject.of(pod));

    assertEquals("2", shares());
    assertEquals("1024", node.read("cpu", POD, "cpu.shares"));
    first.releaseAll();
    assertEquals("1024", shares());
  }

  @Test
  void originalIsTheOneFoundFirst() throws IOException {
    setShares("100");
    assertEquals(Optional.of(100), shared(first, CLASS, SHARES).original());

    shared(first, CLASS, SHARES).set(2);
    shared(first, CLASS, SHARES).setCached(3);

    assertEquals(Optional.of(100), shared(first, CLASS, SHARES).original());
  }

  @Test
  void afterACrashTheOriginalIsTheOneBeforeIt() throws IOException {
    setShares("100");
    shared(first, CLASS, SHARES).set(2);

    crash();

    assertEquals(Optional.of(100), shared(first, CLASS, SHARES).original());
    assertEquals("2", shares());
    first.releaseAll();
    assertEquals("100", shares());
  }

  @Test
  void afterACrashUnclaimedControlsAreRestored() throws IOException {
    setShares("100");
    shared(first, CLASS, SHARES).setCached(2);

    crash();
    controls.restoreOrphaned(owner -> owner.equals("first"));

    assertEquals("100", shares());
  }

  /** What is asked for alone is not written, and not given back. */
  @Test
  void whatIsOnlyLookedAtIsNotTouched() throws IOException {
    shared(first, CLASS, SHARES).original();
    setShares("77");
    first.releaseAll();

    assertEquals("77", shares());
    assertTrue(node.recording().writes().isEmpty());
  }

  @Test
  void movedControlIsTrustedAndAMadeOneRepaired() throws IOException {
    shared(first, CLASS, SHARES).set(2);
    setShares("500");

    assertEquals(WriteResult.UNCHANGED, shared(first, CLASS, SHARES).setCached(2));
    assertEquals("500", shares());
    try (LogCapture log = new LogCapture()) {
      assertEquals(WriteResult.REPAIRED, shared(first, CLASS, SHARES).set(2));
      assertTrue(log.text().contains("pods of " + CLASS), log.text());
    }
    assertEquals(WriteResult.WRITTEN, shared(first, CLASS, SHARES).setCached(9));
    assertEquals("9", shares());
  }

  @Test
  void absentCgroupIsNoFailure() throws IOException {
    node.remove(CLASS);

    assertEquals(WriteResult.GONE, shared(first, CLASS, SHARES).set(2));
    assertEquals(WriteResult.GONE, shared(first, CLASS, SHARES).setCached(2));
    assertEquals(Optional.empty(), shared(first, CLASS, SHARES).original());
    first.releaseAll();
  }

  @Test
  void cgroupMadeAgainHasAnOriginalOfItsOwn() throws IOException {
    setShares("100");
    shared(first, CLASS, SHARES).setCached(2);
    node.remove(CLASS);
    node.pod("burstable", "uid-web", "c1");
    setShares("300");

    assertEquals(WriteResult.WRITTEN, shared(first, CLASS, SHARES).setCached(3));
    assertEquals(Optional.of(300), shared(first, CLASS, SHARES).original());
    first.releaseAll();

    assertEquals("300", shares());
  }

  @Test
  void refusedWriteLeavesWhatWasMade() throws IOException {
    shared(first, CLASS, SHARES).set(2);
    String file = node.file("cpu", CLASS, "cpu.shares");
    node.faults().failNext(Operation.WRITE, file, Errno.EINVAL);

    assertThrows(IOException.class, () -> shared(first, CLASS, SHARES).setCached(3));

    assertEquals("2", shares());
    assertEquals(WriteResult.UNCHANGED, shared(first, CLASS, SHARES).setCached(2));
  }

  @Test
  void ownerNamedFirstPrevails() throws IOException {
    setShares("100");
    shared(second, CLASS, SHARES).set(5);
    assertEquals(WriteResult.WRITTEN, shared(first, CLASS, SHARES).set(2));
    assertEquals(WriteResult.OUTRANKED, shared(second, CLASS, SHARES).setCached(6));
    assertEquals("2", shares());

    first.releaseAll();
    assertEquals("6", shares());
    second.releaseAll();
    assertEquals("100", shares());
  }

  /** The kernel refuses a parent's quota below a child's: pods and class in whatever order. */
  @Test
  void classAndPodsAreRestoredInTheOrderTheKernelAllows() throws IOException {
    for (String path : new String[] {CLASS, POD, POD + "/c1"}) {
      node.set("cpu", path, "cpu.cfs_quota_us", "50000");
    }
    shared(first, CLASS, QUOTA).set(90_000);
    claim(first, POD, QUOTA).set(90_000);
    claim(first, POD + "/c1", QUOTA).set(90_000);

    first.releaseAll();

    for (String path : new String[] {CLASS, POD, POD + "/c1"}) {
      assertEquals("50000", node.read("cpu", path, "cpu.cfs_quota_us"), path);
    }
  }

  @Test
  void restoredValueMayChange() throws IOException {
    setShares("100");
    shared(first, CLASS, SHARES).replaceOriginal(300);
    shared(first, CLASS, SHARES).set(2);
    shared(first, CLASS, SHARES).replaceOriginal(200);

    first.releaseAll();

    assertEquals("200", shares());
  }
}
