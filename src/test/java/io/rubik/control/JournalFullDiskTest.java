package io.rubik.control;

import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** The journal where the disk is full or read-only. */
class JournalFullDiskTest extends WithOwners {

  private static final String DIRECTORY = "/run/rubik";

  private Path file;
  private String path;

  @BeforeEach
  void nameTheJournal() {
    file = ControlsFixture.journal(node);
    path = file.toString();
  }

  private void takeAllRoom() {
    node.faults().failAlways(Operation.WRITE, DIRECTORY, Errno.ENOSPC);
    node.faults().failAlways(Operation.OPEN, path + ".new", Errno.ENOSPC);
    node.faults().failAlways(Operation.OPEN, path + ".aside.1", Errno.ENOSPC);
  }

  private void makeReadOnly() {
    node.faults().makeReadOnly(DIRECTORY);
  }

  private List<JournalEntry> afterCrash() throws IOException {
    return Journal.open(file).entries();
  }

  private void setTwo() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(first, POD + "/c1", SHARES).set(3);
  }

  /** Each start wrote it anew, and failed where that was not possible. */
  @Test
  void soundJournalIsOnlyRead() throws IOException {
    setTwo();
    node.recording().clear();

    assertEquals(2, afterCrash().size());

    assertEquals(List.of(), node.recording().openings());
    assertEquals(List.of(), node.recording().changes());
  }

  @Test
  void withoutRoomNothingNewIsChanged() throws IOException {
    claim(first, POD, SHARES).set(2);
    takeAllRoom();

    JournalException e =
        assertThrows(JournalException.class, () -> claim(first, POD + "/c1", SHARES).set(3));

    assertEquals(path + " cannot be written: No space left on device", e.getMessage());
    assertEquals("1024", shares(POD + "/c1"));
    node.faults().clear();
    assertEquals(WriteResult.WRITTEN, claim(first, POD + "/c1", SHARES).set(3));
    assertEquals(2, afterCrash().size());
  }

  @Test
  void afterACrashEverythingIsRestoredOnAFullDisk() throws IOException {
    setTwo();
    crash();
    takeAllRoom();

    controls.close();

    assertEquals("1024", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
    assertTrue(Files.notExists(file));
  }

  @Test
  void afterACrashEverythingIsRestoredFromAReadOnlyDisk() throws IOException {
    setTwo();
    crash();
    makeReadOnly();

    controls.close();

    assertEquals("1024", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void atTheStopEverythingIsRestoredOnAFullDisk() throws IOException {
    setTwo();
    takeAllRoom();

    first.releaseAll();
    controls.close();

    assertEquals("1024", shares(POD));
    assertTrue(Files.notExists(file));
  }

  /** A write that takes no room succeeds on a full disk. */
  @Test
  void entryEndsInItsPlaceWhereThereIsNoRoomForALine() throws IOException {
    setTwo();
    long before = Files.size(file);
    node.faults().failNext(Operation.WRITE, path, Errno.ENOSPC);

    first.release(Subject.of(pod), Target.of(POD, SHARES));

    assertEquals(before, Files.size(file));
    assertEquals(
        List.of(POD + "/c1"), afterCrash().stream().map(entry -> entry.address().path()).toList());
    assertFalse(Files.exists(aside()), "it is sound");
  }

  @Test
  void entryThatCannotEndIsReportedAndEndsLater() throws IOException {
    setTwo();
    takeAllRoom();
    try (LogCapture log = new LogCapture(Level.INFO)) {
      first.release(Subject.of(pod));
      assertEquals(1, log.lines("may be restored again: No space left on device"), log.text());
      assertEquals(2, afterCrash().size());

      node.faults().clear();
      claim(first, POD, SHARES).set(4);

      assertEquals(1, log.lines("recovered after"), log.text());
    }
    assertEquals(List.of(POD), afterCrash().stream().map(e -> e.address().path()).toList());
  }

  private Path aside() {
    return file.resolveSibling("journal.aside.1");
  }

  @Test
  void damagedJournalThatCannotBeReplacedIsUsedAndKept() throws IOException {
    setTwo();
    String torn = Files.readString(file) + "{\"hold\":\"cpu.sh";
    node.setFile(path, torn);
    takeAllRoom();

    try (LogCapture log = new LogCapture()) {
      crash();
      assertEquals(
          1, log.lines("line 4 is cut short or too long; it cannot be replaced"), log.text());
    }
    assertEquals(torn, Files.readString(file));
    assertThrows(JournalException.class, () -> claim(first, POD + "/c2", SHARES).set(3));
    controls.close();
    node.faults().clear();

    assertEquals("1024", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
    assertTrue(Files.readString(aside()).endsWith("{\"hold\":\"cpu.sh"), "what was not understood");
    assertTrue(Files.notExists(file));
  }

  /** The first entry that found room replaced it, and nothing was kept. */
  @Test
  void damagedJournalIsKeptBesideOnceThereIsRoom() throws IOException {
    setTwo();
    String torn = Files.readString(file) + "{\"hold\":\"cpu.sh";
    node.setFile(path, torn);
    takeAllRoom();
    crash();

    node.faults().clear();
    claim(first, POD + "/c2", SHARES).set(3);

    assertEquals(torn, Files.readString(aside()));
    assertEquals(3, afterCrash().size());
  }

  /** A stop deleted the journal of another version, unread, since it had no entries. */
  @Test
  void journalThatIsNotUnderstoodIsKeptAtTheStop() throws IOException {
    String other = "{\"rubik\":\"journal\",\"version\":9}\n";
    node.setFile(path, other);
    takeAllRoom();
    crash();

    controls.close();
    node.faults().clear();

    assertEquals(other, Files.readString(aside()));
  }

  @Test
  void copyThatTakesTheRoomOfTheSoundJournalGoesAgain() throws IOException {
    setTwo();
    String torn = Files.readString(file) + "{\"hold\":\"cpu.sh";
    node.setFile(path, torn);
    node.faults().failAlways(Operation.OPEN, path + ".new", Errno.ENOSPC);

    crash();

    assertEquals(torn, Files.readString(file));
    assertTrue(Files.notExists(aside()));
  }

  @Test
  void journalThatCannotBeCompactedKeepsItsEntries() throws IOException {
    setTwo();
    node.faults().failAlways(Operation.WRITE, path + ".new", Errno.ENOSPC);
    for (int i = 0; i < 1000; i++) {
      claim(second, POD + "/c2", SHARES).set(5);
      second.release(Subject.of(pod));
    }

    assertEquals(2, afterCrash().size());
    assertTrue(Files.notExists(file.resolveSibling("journal.new")), "a part takes room");
  }
}
