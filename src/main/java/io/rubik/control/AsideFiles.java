package io.rubik.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What was found in place of a journal, kept beside it as {@code journal.aside.1} to {@code
 * journal.aside.3} for whoever looks into it: the first two, and the last.
 */
final class AsideFiles {

  private static final int MAX_FILES = 3;

  /** They are in memory, as everything in /run. */
  private static final int MAX_BYTES = 1 << 20;

  private AsideFiles() {}

  /**
   * Copies at most the first MiB of a file, which stays: it must be there, should this process end
   * before the next one is written. What is no file is moved. Returns where it is kept; fails when
   * the last place is taken by a directory that is not empty.
   */
  static Path keep(Path file) throws IOException {
    Path kept = emptied(place(file));
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Files.move(file, kept);
    }
    try (InputStream content = Files.newInputStream(file)) {
      return Files.write(kept, content.readNBytes(MAX_BYTES));
    } catch (IOException e) {
      JournalFile.deleteAfter(e, kept);
      throw e;
    }
  }

  /** Moves a file, which needs no room on a full disk; as {@link #keep} otherwise. */
  static Path move(Path file) throws IOException {
    return Files.move(file, emptied(place(file)));
  }

  private static Path emptied(Path kept) throws IOException {
    try {
      Files.deleteIfExists(kept);
      return kept;
    } catch (DirectoryNotEmptyException e) {
      throw new IOException(kept + " is a directory that is not empty: remove it", e);
    }
  }

  private static Path place(Path file) {
    int number = 1;
    while (number < MAX_FILES && Files.exists(numbered(file, number), LinkOption.NOFOLLOW_LINKS)) {
      number++;
    }
    return numbered(file, number);
  }

  private static Path numbered(Path file, int number) {
    return file.resolveSibling(file.getFileName() + ".aside." + number);
  }
}
