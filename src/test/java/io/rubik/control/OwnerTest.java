package io.rubik.control;

import static io.rubik.control.ControlsFixture.QUOTA;
import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.pod.PodFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerTest extends WithOwners {

  @Test
  void valueIsWrittenOnceAndThenOnlyLookedAt() throws IOException {
    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).set(2));
    node.recording().clear();

    assertEquals(WriteResult.UNCHANGED, claim(first, POD, SHARES).set(2));

    assertEquals("2", shares(POD));
    assertEquals(List.of(), node.recording().openings());
  }

  @Test
  void originalIsInTheJournalBeforeTheControlIsWritten() throws IOException {
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().failNext(Operation.WRITE, shares, Errno.EIO);

    assertThrows(IOException.class, () -> claim(first, POD, SHARES).set(2));

    assertTrue(Files.readString(ControlsFixture.journal(node)).contains("\"original\":\"1024\""));
  }

  @Test
  void withoutAJournalNothingIsChanged() throws IOException {
    String fresh = ControlsFixture.journal(node) + ".new";
    node.faults().failAlways(Operation.WRITE, fresh, Errno.ENOSPC);

    assertThrows(IOException.class, () -> claim(first, POD, SHARES).set(2));

    assertEquals("1024", shares(POD));
  }

  @Test
  void originalIsRestored() throws IOException {
    setShares(POD, "512");
    claim(first, POD, SHARES).set(2);
    claim(first, POD, SHARES).set(3);

    first.release(Subject.of(pod), Target.of(POD, SHARES));

    assertEquals("512", shares(POD));
  }

  @Test
  void originalIsRestoredWhenThePodOrTheFeatureEnds() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(first, POD + "/c1", SHARES).set(2);
    first.release(Subject.of(pod));
    assertEquals("1024", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));

    claim(first, POD + "/c1", SHARES).set(2);
    first.releaseAll();
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void controlSetToItsOriginalIsNotRestored() throws IOException {
    claim(first, POD, SHARES).set(1024);
    setShares(POD, "7");

    first.release(Subject.of(pod));

    assertEquals("7", shares(POD));
  }

  @Test
  void levelThatCannotBeLoweredIsNeitherRestoredNorJournalled() throws IOException {
    claim(first, POD, Attributes.CPU_QOS_LEVEL).set(-1);

    first.releaseAll();

    assertEquals("-1", node.read("cpu", POD, "cpu.qos_level"));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void childrenAndParentsAreRestoredInTheOrderTheKernelAllows() throws IOException {
    for (String path : List.of(POD, POD + "/c1", POD + "/c2")) {
      node.set("cpu", path, "cpu.cfs_quota_us", "20000");
    }
    claim(first, POD, QUOTA).set(40000);
    claim(first, POD + "/c1", QUOTA).set(40000);
    claim(first, POD + "/c2", QUOTA).set(30000);

    first.releaseAll();

    for (String path : List.of(POD, POD + "/c1", POD + "/c2")) {
      assertEquals("20000", node.read("cpu", path, "cpu.cfs_quota_us"));
    }
  }

  @Test
  void controlThatCannotBeRestoredIsAFailureAndDoesNotStopTheOthers() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(first, POD + "/c1", SHARES).set(2);
    node.faults().failAlways(Operation.WRITE, node.file("cpu", POD, "cpu.shares"), Errno.EIO);

    assertThrows(IOException.class, () -> first.releaseAll());

    assertEquals("1024", shares(POD + "/c1"));
    node.faults().clear();
    controls.close();
    assertEquals("1024", shares(POD));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void containerThatHasEndedIsForgotten() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(first, POD + "/c1", SHARES).set(2);
    node.remove(POD + "/c1");

    first.releaseEnded(PodFixture.pod("web").container("c2").pod());

    assertEquals("2", shares(POD));
    assertEquals(
        List.of(POD),
        Journal.open(ControlsFixture.journal(node)).entries().stream()
            .map(entry -> entry.address().path())
            .toList());
  }

  @Test
  void absentCgroupIsNoFailure() throws IOException {
    node.remove(POD);

    assertEquals(WriteResult.GONE, claim(first, POD, SHARES).set(2));

    first.releaseAll();
  }

  @Test
  void cgroupThatEndsUnderTheWriteIsNoFailure() throws IOException {
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().beforeNext(Operation.WRITE, shares, () -> node.remove(POD));

    assertEquals(WriteResult.GONE, claim(first, POD, SHARES).set(2));
  }

  @Test
  void cgroupMadeAgainHasAnOriginalOfItsOwn() throws IOException {
    setShares(POD, "100");
    claim(first, POD, SHARES).set(2);
    node.remove(POD);
    node.pod("burstable", "uid-web", "c1", "c2");
    setShares(POD, "300");

    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).set(2));
    first.releaseAll();

    assertEquals("300", shares(POD));
  }

  @Test
  void whatOthersChangeIsPutBackAndCounted() throws IOException {
    claim(first, POD, SHARES).set(2);
    setShares(POD, "500");

    assertEquals(WriteResult.REPAIRED, claim(first, POD, SHARES).set(2));

    assertEquals("2", shares(POD));
    assertEquals(new ExternalChanges.Summary(1, 0), controls.externalChanges());
  }

  @Test
  void newValueIsNoRepair() throws IOException {
    claim(first, POD, SHARES).set(2);

    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).set(3));

    assertEquals(new ExternalChanges.Summary(0, 0), controls.externalChanges());
  }

  @Test
  void movedControlIsWrittenWithoutBeingRead() throws IOException {
    claim(first, POD, SHARES).set(2);
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().failAlways(Operation.READ, shares, Errno.EIO);

    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).setCached(3));
    assertEquals(WriteResult.UNCHANGED, claim(first, POD, SHARES).setCached(3));

    node.faults().clear();
    assertEquals("3", shares(POD));
    first.releaseAll();
    assertEquals("1024", shares(POD));
  }

  @Test
  void controlMovedFirstIsMadeAsAnyOther() throws IOException {
    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).setCached(3));
    assertEquals(WriteResult.OUTRANKED, claim(second, POD, SHARES).setCached(4));

    crash();
    controls.close();

    assertEquals("1024", shares(POD));
  }

  @Test
  void movedCgroupThatIsGoneIsNoFailure() throws IOException {
    claim(first, POD, SHARES).set(2);
    node.remove(POD);

    assertEquals(WriteResult.GONE, claim(first, POD, SHARES).setCached(3));
  }

  @Test
  void originalMayChange() throws IOException {
    claim(first, POD, SHARES).replaceOriginal(1);
    claim(first, POD, SHARES).set(2);

    claim(first, POD, SHARES).replaceOriginal(700);
    crash();
    controls.close();

    assertEquals("700", shares(POD));
  }

  @Test
  void ownerNamedFirstPrevailsWhoeverComesFirst() throws IOException {
    claim(second, POD, SHARES).set(20);

    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).set(10));
    assertEquals(WriteResult.OUTRANKED, claim(second, POD, SHARES).set(30));

    assertEquals("10", shares(POD));
  }

  @Test
  void whoComesSecondGoesOnWhenTheFirstLetsGo() throws IOException {
    claim(first, POD, SHARES).set(10);
    claim(second, POD, SHARES).set(20);
    claim(second, POD, SHARES).set(30);

    first.release(Subject.of(pod));

    assertEquals("30", shares(POD));
    second.release(Subject.of(pod));
    assertEquals("1024", shares(POD));
  }

  @Test
  void whoIsOverruledLetsGoOfNothing() throws IOException {
    claim(first, POD, SHARES).set(10);
    claim(second, POD, SHARES).set(20);

    second.release(Subject.of(pod));

    assertEquals("10", shares(POD));
  }
}
