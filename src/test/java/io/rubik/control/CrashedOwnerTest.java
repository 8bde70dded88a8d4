package io.rubik.control;

import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.Controller;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Recording.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the next process does about the changes of one that was killed. */
class CrashedOwnerTest extends WithOwners {

  @Test
  void afterACrashTheOriginalIsTheOneBeforeIt() throws IOException {
    claim(first, POD, SHARES).set(2);
    crash();

    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).set(3));
    first.releaseAll();

    assertEquals("1024", shares(POD));
  }

  @Test
  void afterACrashUnclaimedControlsOfAPodAreRestored() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(second, POD + "/c1", SHARES).set(2);
    crash();
    claim(first, POD, SHARES).set(2);

    controls.restoreOrphaned(owner -> true);

    assertEquals("2", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void afterACrashWhatAnotherFeatureMayClaimYetIsLeft() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(second, POD + "/c1", SHARES).set(2);
    crash();

    controls.restoreOrphaned("second"::equals);

    assertEquals("2", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void afterACrashAStopGivesEverythingBack() throws IOException {
    claim(first, POD, SHARES).set(2);
    crash();

    controls.close();

    assertEquals("1024", shares(POD));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void afterACrashACgroupMadeAgainIsLeftAsItIs() throws IOException {
    claim(first, POD, SHARES).set(2);
    node.remove(POD);
    node.pod("burstable", "uid-web", "c1", "c2");
    setShares(POD, "300");
    crash();
    node.recording().clear();

    controls.restoreOrphaned(owner -> true);

    assertEquals("300", shares(POD));
    assertEquals(
        List.of(),
        node.recording().writes().stream()
            .map(Write::path)
            .filter(path -> path.startsWith("/sys"))
            .toList());
  }

  /** What rubik 0.1.0 has written is restored by this version: an upgrade loses nothing. */
  @Test
  void journalOfVersion1IsTakenOver() throws IOException {
    setShares(POD, "2");
    Cgroup cgroup = node.tree().cgroup(POD);
    node.setFile(
        ControlsFixture.journal(node).toString(),
        """
        {"rubik":"journal","version":1}
        {"hold":"cpu.shares","in":"%1$s/c2","of":"%2$s","identity":"x","original":"7","owner":"first"}
        {"hold":"cpu.shares","in":"%1$s","of":"%2$s","identity":"%3$s","original":"512","owner":"first"}
        {"free":"cpu.shares","in":"%1$s/c2","of":"%2$s"}
        """
            .formatted(
                POD,
                cgroup.hierarchy(Controller.CPU).orElseThrow(),
                cgroup.identity(Controller.CPU).orElseThrow()));

    try (LogCapture log = new LogCapture()) {
      crash();
      assertEquals(Optional.of(512), claim(first, POD, SHARES).original());
      claim(first, POD, SHARES).set(3);
      first.releaseAll();
      controls.close();
      assertEquals("", log.text());
    }

    assertEquals("512", shares(POD));
    assertEquals("1024", shares(POD + "/c2"));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
    assertTrue(Files.notExists(ControlsFixture.journal(node).resolveSibling("journal.aside.1")));
  }

  private static JournalEntry entry(String setting, String path, String original) {
    return new JournalEntry(
        "x", new Address(Address.Kind.CGROUP, path, setting, ""), "", "", original);
  }

  @Test
  void entriesRubikCannotUseHarmNoOther() throws IOException {
    claim(first, POD, SHARES).set(2);
    Journal journal = Journal.open(ControlsFixture.journal(node));
    journal.hold(entry("cpu.unknown", POD, "1"));
    journal.hold(entry("cpu.shares", "../../etc", "1"));
    journal.hold(entry("cpu.shares", POD + "/c1", "many"));

    crash();
    controls.close();

    assertEquals("1024", shares(POD));
    String left = Files.readString(ControlsFixture.journal(node));
    assertTrue(left.contains("cpu.unknown"), left);
  }
}
