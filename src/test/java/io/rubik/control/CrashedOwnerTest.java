package io.rubik.control;

import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.Recording.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the next process does about the changes of one that was killed. */
class CrashedOwnerTest extends WithOwners {

  @Test
  void afterACrashTheOriginalIsTheOneBeforeIt() throws IOException {
    first.make(pod, POD, SHARES, 2);
    crash();

    assertEquals(Made.WRITTEN, first.make(pod, POD, SHARES, 3));
    first.releaseAll();

    assertEquals("1024", shares(POD));
  }

  @Test
  void afterACrashWhatNobodyClaimsIsGivenBack() throws IOException {
    first.make(pod, POD, SHARES, 2);
    second.make(pod, POD + "/c1", SHARES, 2);
    crash();
    first.make(pod, POD, SHARES, 2);

    controls.giveBackUnheld(owner -> true);

    assertEquals("2", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void afterACrashWhatAnotherFeatureMayClaimYetIsLeft() throws IOException {
    first.make(pod, POD, SHARES, 2);
    second.make(pod, POD + "/c1", SHARES, 2);
    crash();

    controls.giveBackUnheld("second"::equals);

    assertEquals("2", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void afterACrashAStopGivesEverythingBack() throws IOException {
    first.make(pod, POD, SHARES, 2);
    crash();

    controls.close();

    assertEquals("1024", shares(POD));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void afterACrashACgroupMadeAgainIsLeftAsItIs() throws IOException {
    first.make(pod, POD, SHARES, 2);
    node.remove(POD);
    node.pod("burstable", "uid-web", "c1", "c2");
    setShares(POD, "300");
    crash();
    node.recording().clear();

    controls.giveBackUnheld(owner -> true);

    assertEquals("300", shares(POD));
    assertEquals(
        List.of(),
        node.recording().writes().stream()
            .map(Write::path)
            .filter(path -> path.startsWith("/sys"))
            .toList());
  }

  @Test
  void entriesRubikCannotUseHarmNoOther() throws IOException {
    first.make(pod, POD, SHARES, 2);
    Journal journal = Journal.open(ControlsFixture.journal(node));
    journal.hold(new JournalEntry("x", "cpu.unknown", POD, "", "", "1"));
    journal.hold(new JournalEntry("x", "cpu.shares", "../../etc", "", "", "1"));
    journal.hold(new JournalEntry("x", "cpu.shares", POD + "/c1", "", "", "many"));

    crash();
    controls.close();

    assertEquals("1024", shares(POD));
    String left = Files.readString(ControlsFixture.journal(node));
    assertTrue(left.contains("cpu.unknown"), left);
  }
}
