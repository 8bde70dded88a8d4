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
    assertEquals(Made.WRITTEN, first.make(pod, POD, SHARES, 2));
    node.recording().clear();

    assertEquals(Made.UNCHANGED, first.make(pod, POD, SHARES, 2));

    assertEquals("2", shares(POD));
    assertEquals(List.of(), node.recording().openings());
  }

  @Test
  void originalIsInTheJournalBeforeTheControlIsWritten() throws IOException {
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().failNext(Operation.WRITE, shares, Errno.EIO);

    assertThrows(IOException.class, () -> first.make(pod, POD, SHARES, 2));

    assertTrue(Files.readString(ControlsFixture.journal(node)).contains("\"original\":\"1024\""));
  }

  @Test
  void withoutAJournalNothingIsChanged() throws IOException {
    String fresh = ControlsFixture.journal(node) + ".new";
    node.faults().failAlways(Operation.WRITE, fresh, Errno.ENOSPC);

    assertThrows(IOException.class, () -> first.make(pod, POD, SHARES, 2));

    assertEquals("1024", shares(POD));
  }

  @Test
  void originalIsGivenBack() throws IOException {
    setShares(POD, "512");
    first.make(pod, POD, SHARES, 2);
    first.make(pod, POD, SHARES, 3);

    first.release(pod, POD, SHARES);

    assertEquals("512", shares(POD));
  }

  @Test
  void originalIsGivenBackWhenThePodOrTheFeatureEnds() throws IOException {
    first.make(pod, POD, SHARES, 2);
    first.make(pod, POD + "/c1", SHARES, 2);
    first.release(pod);
    assertEquals("1024", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));

    first.make(pod, POD + "/c1", SHARES, 2);
    first.releaseAll();
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void whatIsSetTheWayItWasIsNotGivenBack() throws IOException {
    first.make(pod, POD, SHARES, 1024);
    setShares(POD, "7");

    first.release(pod);

    assertEquals("7", shares(POD));
  }

  @Test
  void levelTheKernelDoesNotTakeBackIsNeitherGivenBackNorWrittenDown() throws IOException {
    first.make(pod, POD, Attributes.CPU_QOS_LEVEL, -1);

    first.releaseAll();

    assertEquals("-1", node.read("cpu", POD, "cpu.qos_level"));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void childrenAndParentsAreGivenBackInTheOrderTheKernelAllows() throws IOException {
    for (String path : List.of(POD, POD + "/c1", POD + "/c2")) {
      node.set("cpu", path, "cpu.cfs_quota_us", "20000");
    }
    first.make(pod, POD, QUOTA, 40000);
    first.make(pod, POD + "/c1", QUOTA, 40000);
    first.make(pod, POD + "/c2", QUOTA, 30000);

    first.releaseAll();

    for (String path : List.of(POD, POD + "/c1", POD + "/c2")) {
      assertEquals("20000", node.read("cpu", path, "cpu.cfs_quota_us"));
    }
  }

  @Test
  void whatCannotBeGivenBackIsAFailureAndKeepsTheRestFromNothing() throws IOException {
    first.make(pod, POD, SHARES, 2);
    first.make(pod, POD + "/c1", SHARES, 2);
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
    first.make(pod, POD, SHARES, 2);
    first.make(pod, POD + "/c1", SHARES, 2);
    node.remove(POD + "/c1");

    first.releaseEnded(PodFixture.pod("web").container("c2").pod());

    assertEquals("2", shares(POD));
    assertEquals(
        List.of(POD),
        Journal.open(ControlsFixture.journal(node)).entries().stream()
            .map(JournalEntry::path)
            .toList());
  }

  @Test
  void absentCgroupIsNoFailure() throws IOException {
    node.remove(POD);

    assertEquals(Made.GONE, first.make(pod, POD, SHARES, 2));

    first.releaseAll();
  }

  @Test
  void cgroupThatEndsUnderTheWriteIsNoFailure() throws IOException {
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().beforeNext(Operation.WRITE, shares, () -> node.remove(POD));

    assertEquals(Made.GONE, first.make(pod, POD, SHARES, 2));
  }

  @Test
  void cgroupMadeAgainHasAnOriginalOfItsOwn() throws IOException {
    setShares(POD, "100");
    first.make(pod, POD, SHARES, 2);
    node.remove(POD);
    node.pod("burstable", "uid-web", "c1", "c2");
    setShares(POD, "300");

    assertEquals(Made.WRITTEN, first.make(pod, POD, SHARES, 2));
    first.releaseAll();

    assertEquals("300", shares(POD));
  }

  @Test
  void whatOthersChangeIsPutBackAndCounted() throws IOException {
    first.make(pod, POD, SHARES, 2);
    setShares(POD, "500");

    assertEquals(Made.REPAIRED, first.make(pod, POD, SHARES, 2));

    assertEquals("2", shares(POD));
    assertEquals("; changes by others put back: 1", controls.status());
  }

  @Test
  void newValueIsNoRepair() throws IOException {
    first.make(pod, POD, SHARES, 2);

    assertEquals(Made.WRITTEN, first.make(pod, POD, SHARES, 3));

    assertEquals("", controls.status());
  }

  @Test
  void movedControlIsWrittenWithoutBeingRead() throws IOException {
    first.make(pod, POD, SHARES, 2);
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().failAlways(Operation.READ, shares, Errno.EIO);

    assertEquals(Made.WRITTEN, first.move(pod, POD, SHARES, 3));
    assertEquals(Made.UNCHANGED, first.move(pod, POD, SHARES, 3));

    node.faults().clear();
    assertEquals("3", shares(POD));
    first.releaseAll();
    assertEquals("1024", shares(POD));
  }

  @Test
  void controlMovedFirstIsMadeAsAnyOther() throws IOException {
    assertEquals(Made.WRITTEN, first.move(pod, POD, SHARES, 3));
    assertEquals(Made.OVERRULED, second.move(pod, POD, SHARES, 4));

    crash();
    controls.close();

    assertEquals("1024", shares(POD));
  }

  @Test
  void movedCgroupThatIsGoneIsNoFailure() throws IOException {
    first.make(pod, POD, SHARES, 2);
    node.remove(POD);

    assertEquals(Made.GONE, first.move(pod, POD, SHARES, 3));
  }

  @Test
  void originalMayChange() throws IOException {
    first.rebase(pod, POD, SHARES, 1);
    first.make(pod, POD, SHARES, 2);

    first.rebase(pod, POD, SHARES, 700);
    crash();
    controls.close();

    assertEquals("700", shares(POD));
  }

  @Test
  void ownerNamedFirstHasItsWayWhoeverComesFirst() throws IOException {
    second.make(pod, POD, SHARES, 20);

    assertEquals(Made.WRITTEN, first.make(pod, POD, SHARES, 10));
    assertEquals(Made.OVERRULED, second.make(pod, POD, SHARES, 30));

    assertEquals("10", shares(POD));
  }

  @Test
  void whoComesSecondGoesOnWhenTheFirstLetsGo() throws IOException {
    first.make(pod, POD, SHARES, 10);
    second.make(pod, POD, SHARES, 20);
    second.make(pod, POD, SHARES, 30);

    first.release(pod);

    assertEquals("30", shares(POD));
    second.release(pod);
    assertEquals("1024", shares(POD));
  }

  @Test
  void whoIsOverruledLetsGoOfNothing() throws IOException {
    first.make(pod, POD, SHARES, 10);
    second.make(pod, POD, SHARES, 20);

    second.release(pod);

    assertEquals("10", shares(POD));
  }
}
