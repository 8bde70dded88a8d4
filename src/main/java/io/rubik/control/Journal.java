package io.rubik.control;

import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tinylog.Logger;

/**
 * The originals of what rubik has changed and must restore, in a file that outlives the process but
 * not the node's next boot, as the cgroups do. Any thread may use it.
 *
 * <p>A disk that takes nothing more keeps new entries from being made, and nothing else: what is in
 * the file is read and ended without room for a byte.
 */
public final class Journal implements AutoCloseable {

  /** Lines that no longer count are dropped when there are that many, and more than others. */
  private static final int MAX_DEAD_LINES = 1000;

  /** More than a node with a thousand pods has, and as many as the heap has room for. */
  static final int MAX_ENTRIES = 20_000;

  private final Path file;
  private final JournalFile text;
  private final Map<JournalEntry.Key, JournalEntry> entries = new LinkedHashMap<>();
  private final ProblemLog<Path> problems = new ProblemLog<>(Ticker.system());
  private int deadLines;

  /** Whether the file has to be replaced before anything is added to it. */
  private boolean damaged;

  /** Whether the file still has entries that have ended. */
  private boolean stale;

  /** Whether it has not taken another line; each try would cost a stop its time. */
  private boolean full;

  private Journal(Path file, List<JournalEntry> entries) {
    this.file = file;
    this.text = new JournalFile(file);
    entries.forEach(entry -> this.entries.put(entry.key(), entry));
  }

  /**
   * Reads the journal left by an earlier process, if any, and continues it. One that is damaged or
   * not rubik's is set aside and reported; what can be understood of it counts.
   */
  public static Journal open(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Journal(file, List.of());
    }
    JournalFormat.Content content = JournalFile.read(file);
    Journal journal = new Journal(file, content.entries());
    journal.text.deleteUnfinished();
    content.damage().ifPresent(journal::mend);
    return journal;
  }

  private void mend(String damage) {
    damaged = true;
    String kept;
    try {
      kept = "a copy is kept as " + replaceDamaged();
    } catch (IOException e) {
      kept = "it cannot be replaced by a sound one: " + Reason.withoutPath(e);
    }
    Logger.error("{}: {}; {}; {} of its entries are used", file, damage, kept, entries.size());
  }

  /**
   * Keeps a copy for whoever looks into it, and writes a sound file. Where there is no room for
   * both it stays as it is: nothing may be lost.
   */
  private Path replaceDamaged() throws IOException {
    Path kept = AsideFiles.keep(file);
    if (text.isThere()) {
      try {
        rewrite();
      } catch (IOException e) {
        JournalFile.deleteAfter(e, kept); // it has taken room
        throw e;
      }
    }
    damaged = false;
    return kept;
  }

  /** Returns the entries in force. */
  synchronized List<JournalEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** Puts an entry in force; when that fails, the control must not be changed. */
  synchronized void hold(JournalEntry entry) throws JournalException {
    if (entries.size() >= MAX_ENTRIES && !entries.containsKey(entry.key())) {
      throw new JournalException(file + " is full: it has " + MAX_ENTRIES + " entries");
    }
    try {
      if (damaged) {
        Path kept = replaceDamaged();
        Logger.info("{} is sound again; a copy of the damaged one is kept as {}", file, kept);
      }
      if (!text.isThere()) {
        rewrite();
      }
      text.append(JournalFormat.hold(entry));
      full = false;
    } catch (IOException e) {
      throw new JournalException(file + " cannot be written: " + Reason.withoutPath(e), e);
    }
    if (entries.put(entry.key(), entry) != null) {
      deadLines++;
    }
    compactIfDue();
  }

  /**
   * Ends an entry: what it says has been restored, or is gone. Where that cannot be written it is
   * reported, and written later.
   */
  synchronized void free(JournalEntry entry) {
    if (entries.remove(entry.key()) == null) {
      return;
    }
    try {
      end(entry);
    } catch (IOException e) {
      stale = true;
      problems.report(
          file,
          Problem.warning(
              file.toString(),
              "cannot be written, so after a crash what has been restored may be restored again: "
                  + Reason.withoutPath(e)));
    }
    deadLines += 2;
    compactIfDue();
  }

  /** What has no room for one more line is changed in place. */
  private void end(JournalEntry entry) throws IOException {
    if (!damaged && !full) {
      try {
        text.append(JournalFormat.free(entry));
        return;
      } catch (IOException e) {
        full = true;
        Logger.debug(e, "{} takes no more lines", file);
      }
    }
    text.endInPlace(entry);
  }

  private void compactIfDue() {
    if (!stale && (deadLines <= MAX_DEAD_LINES || deadLines <= entries.size())) {
      return;
    }
    try {
      rewrite();
    } catch (IOException e) {
      deadLines = 0; // it is only longer than it need be
      if (!stale) {
        Logger.warn("{} cannot be compacted: {}", file, Reason.withoutPath(e));
      }
    }
  }

  private void rewrite() throws IOException {
    text.replace(entries.values());
    stale = false;
    full = false;
    deadLines = 0;
    problems.resolve(file);
  }

  /** Ends; the file goes when nothing in it counts, and a damaged one is kept beside. */
  @Override
  public synchronized void close() throws IOException {
    text.close();
    if (!entries.isEmpty()) {
      return;
    }
    try {
      if (damaged && text.isThere()) {
        AsideFiles.move(file);
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      Logger.warn("{} cannot be deleted: {}", file, Reason.withoutPath(e));
    }
  }
}
