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
    claim(first, POD, SHARES).set(2);
    crash();

    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).set(3));
    first.releaseAll();

    assertEquals("1024", shares(POD));
  }

  @Test
  void afterACrashWhatNobodyClaimsIsGivenBack() throws IOException {
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
