package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Thrown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal is {@code /run/rubik/journal} on a file system in memory. */
class JournalTest {

  private static final JournalEntry QUOTA =
      new JournalEntry(
          "quotaTurbo", address("cpu.cfs_quota_us", ""), "(ino=0)", "(ino=1)", "20000");
  private static final JournalEntry LIMIT =
      new JournalEntry(
          "dynMemory", address("memory.limit_in_bytes", ""), "(ino=0)", "(ino=7)", "-1");

  private static Address address(String setting, String key) {
    return new Address(Address.Kind.CGROUP, "kubepods/pod1", setting, key);
  }

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline();
  private final Path file = node.root().resolve("run/rubik/journal");

  @AfterEach
  void close() {
    node.close();
  }

  /** Ends as kill -9 does: nothing is closed. */
  private List<JournalEntry> afterCrash() throws IOException {
    return Journal.open(file).entries();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private void append(String text) throws IOException {
    node.setFile(file.toString(), Files.readString(file) + text);
  }

  @Test
  void nothingIsMadeBeforeTheFirstEntry() throws IOException {
    Journal.open(file);

    assertTrue(Files.notExists(file));
    assertEquals(List.of(), node.recording().changes());
  }

  @Test
  void entriesOutliveTheProcess() throws IOException {
    Journal journal = Journal.open(file);

    journal.hold(QUOTA);
    journal.hold(LIMIT);

    assertEquals(List.of(QUOTA, LIMIT), afterCrash());
    assertEquals(List.of(QUOTA, LIMIT), afterCrash());
  }

  @Test
  void restoredEntryIsRemoved() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);
    journal.hold(LIMIT);

    journal.free(QUOTA);

    assertEquals(List.of(LIMIT), afterCrash());
  }

  @Test
  void lastEntryOfAControlCounts() throws IOException {
    JournalEntry later = new JournalEntry("cpi", QUOTA.address(), "(ino=0)", "(ino=9)", "50000");
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);

    journal.hold(later);

    assertEquals(List.of(later), journal.entries());
    assertEquals(List.of(later), afterCrash());
  }

  @Test
  void closedWithoutEntriesLeavesNoFile() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);
    journal.free(QUOTA);

    journal.close();

    assertTrue(Files.notExists(file));
  }

  @Test
  void closedWithEntriesKeepsThem() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);

    journal.close();

    assertEquals(List.of(QUOTA), afterCrash());
  }

  @Test
  void lineThatIsCutShortIsSetAsideAndTheRestCounts() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);
    String whole = Files.readString(file);
    append(JournalFormat.hold(LIMIT).substring(0, 30));
    String torn = Files.readString(file);

    assertEquals(List.of(QUOTA), afterCrash());
    assertEquals(torn, Files.readString(file.resolveSibling("journal.aside.1")));
    assertEquals(whole, Files.readString(file));
  }

  /** Whatever moment the process ends at, the entries of whole lines count. */
  @Test
  void everyPrefixOfAJournalCanBeRead() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);
    journal.hold(LIMIT);
    journal.free(QUOTA);
    String text = Files.readString(file);

    for (int length = 0; length <= text.length(); length++) {
      String prefix = text.substring(0, length);
      List<JournalEntry> found = JournalFormat.parse(stream(prefix)).entries();

      long lines = prefix.chars().filter(c -> c == '\n').count();
      List<JournalEntry> expected =
          switch ((int) lines) {
            case 0, 1 -> List.of();
            case 2 -> List.of(QUOTA);
            case 3 -> List.of(QUOTA, LIMIT);
            default -> List.of(LIMIT);
          };
      assertEquals(expected, found, prefix);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "root:x:0:0\n",
        "{}\n",
        "[]\n",
        "{\"rubik\":\"journal\",\"version\":3}\n",
        "{\"rubik\":{},\"version\":1}\n",
        "{\"rubik\":\"log\",\"version\":1}\n"
      })
  void foreignFileIsSetAsideAndNothingOfItUsed(String text) throws IOException {
    node.setFile(file.toString(), text + JournalFormat.hold(QUOTA));

    assertEquals(List.of(), afterCrash());
    assertEquals(
        text + JournalFormat.hold(QUOTA), Files.readString(file.resolveSibling("journal.aside.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[1]", "{\"hold\":[]}", "x", "{\"hold\":\"a\",\"in\":{}}"})
  void lineThatIsNotRubiksIsLeftOut(String line) throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);
    append(line + "\n" + JournalFormat.hold(LIMIT));

    assertEquals(List.of(QUOTA, LIMIT), afterCrash());
    assertTrue(Files.exists(file.resolveSibling("journal.aside.1")));
  }

  /** The file was read whole, up to twice the heap. */
  @Test
  void lineWithoutEndIsLeftOut() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);
    append("{\"hold\":\"" + "a".repeat(1 << 20) + "\"}\n" + JournalFormat.hold(LIMIT));

    assertEquals(List.of(QUOTA, LIMIT), afterCrash());
    assertTrue(Files.exists(file.resolveSibling("journal.aside.1")));
  }

  @Test
  void headerThatIsCutShortIsSetAside() throws IOException {
    node.setFile(file.toString(), JournalFormat.header().strip());

    Journal.open(file).hold(QUOTA);

    assertTrue(Files.exists(file.resolveSibling("journal.aside.1")));
    assertEquals(List.of(QUOTA), afterCrash());
  }

  @Test
  void fullJournalTakesNoFurtherEntry() throws IOException {
    StringBuilder text = new StringBuilder(JournalFormat.header());
    for (int i = 0; i < Journal.MAX_ENTRIES; i++) {
      text.append(JournalFormat.hold(numbered(i)));
    }
    node.setFile(file.toString(), text.toString());
    Journal journal = Journal.open(file);

    assertEquals(
        file + " is full: it has " + Journal.MAX_ENTRIES + " entries",
        Thrown.message(IOException.class, () -> journal.hold(QUOTA)));
    journal.hold(numbered(7));
    journal.free(numbered(7));
    journal.hold(QUOTA);
    assertEquals(Journal.MAX_ENTRIES, afterCrash().size());
  }

  @Test
  void entriesBeyondTheBoundDoNotCount() throws IOException {
    StringBuilder text = new StringBuilder(JournalFormat.header());
    for (int i = 0; i < 2 * Journal.MAX_ENTRIES; i++) {
      text.append(JournalFormat.hold(numbered(i)));
    }
    node.setFile(file.toString(), text.toString());

    assertTrue(afterCrash().size() <= Journal.MAX_ENTRIES + 1);
    assertTrue(Files.exists(file.resolveSibling("journal.aside.1")));
  }

  private static JournalEntry numbered(int number) {
    return new JournalEntry("a", address("cpu.shares", "key " + number), "", "", "1");
  }

  /** So it is when the process ended while it wrote the file anew. */
  @Test
  void halfOfAFreshFileIsNoObstacle() throws IOException {
    Journal.open(file).hold(QUOTA);
    node.setFile(file + ".new", "{\"rubik\":\"jour");

    assertEquals(List.of(QUOTA), afterCrash());
    assertTrue(Files.notExists(file.resolveSibling("journal.new")));
  }

  @Test
  void firstTwoDamagedJournalsAndTheLastAreKept() throws IOException {
    for (String damaged : List.of("one", "two", "three", "four")) {
      node.setFile(file.toString(), damaged);
      afterCrash();
    }

    assertEquals("one", Files.readString(file.resolveSibling("journal.aside.1")));
    assertEquals("two", Files.readString(file.resolveSibling("journal.aside.2")));
    assertEquals("four", Files.readString(file.resolveSibling("journal.aside.3")));
    assertTrue(Files.notExists(file.resolveSibling("journal.aside.4")));
  }

  @Test
  void ofALargeDamagedJournalTheFirstMebibyteIsKept() throws IOException {
    node.setFile(file.toString(), "x".repeat((1 << 20) + 1));

    afterCrash();

    assertEquals(1 << 20, Files.size(file.resolveSibling("journal.aside.1")));
  }

  /** It is never deleted with what is in it: that may be a file system. */
  @Test
  void directoryThatFillsTheLastPlaceIsNamed() throws IOException {
    Path last = file.resolveSibling("journal.aside.3");
    Files.createDirectories(last.resolve("content"));
    node.setFile(file.resolveSibling("journal.aside.1").toString(), "one");
    node.setFile(file.resolveSibling("journal.aside.2").toString(), "two");
    node.setFile(file.toString(), "three");

    try (LogCapture log = new LogCapture()) {
      afterCrash();
      assertEquals(
          1,
          log.lines(
              "it cannot be replaced by a sound one: "
                  + last
                  + " is a directory that is not empty: remove it"),
          log.text());
    }
    assertTrue(Files.exists(last.resolve("content")));
    assertEquals("three", Files.readString(file).strip());
  }

  @Test
  void directoryInTheWayIsMovedAside() throws IOException {
    Files.createDirectories(file);

    Journal journal = Journal.open(file);
    journal.hold(QUOTA);

    assertTrue(Files.isDirectory(file.resolveSibling("journal.aside.1")));
    assertEquals(List.of(QUOTA), afterCrash());
  }

  @ParameterizedTest
  @CsvSource({"'a\nb', '\"\\', ''", "'{\"free\":1}', ' ', '\u2028'"})
  void anyTextIsKeptAsItIs(String owner, String path, String original) throws IOException {
    JournalEntry entry =
        new JournalEntry(
            owner, new Address(Address.Kind.CGROUP, path, "cpu.shares", ""), "", "", original);

    Journal.open(file).hold(entry);

    assertEquals(List.of(entry), afterCrash());
  }

  @Test
  void journalThatCannotBeWrittenIsAFailure() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(QUOTA);
    node.faults().failNext(Operation.WRITE, file.toString(), Errno.ENOSPC);

    String message = Thrown.message(IOException.class, () -> journal.hold(LIMIT));

    assertTrue(message.startsWith(file + " cannot be written"), message);
    assertEquals(List.of(QUOTA), journal.entries());
    journal.hold(LIMIT);
    assertEquals(List.of(QUOTA, LIMIT), afterCrash());
  }

  /** As a feature is that is stuck when the configuration is read again: the others go on. */
  @Test
  void interruptedThreadLeavesTheJournalToTheOthers(@TempDir Path directory) throws IOException {
    Journal journal = Journal.open(directory.resolve("journal"));
    journal.hold(QUOTA);
    Thread.currentThread().interrupt();
    try {
      assertThrows(IOException.class, () -> journal.hold(LIMIT));
    } finally {
      assertTrue(Thread.interrupted());
    }

    journal.hold(LIMIT);

    assertEquals(List.of(QUOTA, LIMIT), Journal.open(directory.resolve("journal")).entries());
  }

  @Test
  void journalDoesNotGrowWithWhatNoLongerCounts() throws IOException {
    Journal journal = Journal.open(file);
    journal.hold(LIMIT);
    for (int i = 0; i < 10_000; i++) {
      journal.hold(QUOTA);
      journal.free(QUOTA);
    }

    assertTrue(Files.size(file) < 300_000, () -> "journal too long");
    assertEquals(List.of(LIMIT), afterCrash());
  }
}
