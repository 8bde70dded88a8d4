package io.rubik.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The file of the journal. It is only replaced as a whole, once the next one is complete, and grows
 * by whole lines: one that could not be written is cut off before the next.
 */
final class JournalFile implements AutoCloseable {

  /** Far more than a node can fill. */
  private static final long MAX_BYTES = 64L << 20;

  /** What the heap has room for, and more than a node has. */
  private static final long MAX_SEARCHED_BYTES = 4L << 20;

  /** How much is put together for one write. */
  private static final int WRITE_CHARS = 1 << 16;

  private final Path file;
  private @Nullable SeekableByteChannel channel;

  /** How many bytes of it are whole lines; -1 until it is opened. */
  private long wholeBytes = -1;

  JournalFile(Path file) {
    this.file = file;
  }

  /** Returns what a file holds; one that is none, or cannot be read, is damaged. */
  static JournalFormat.Content read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
      return JournalFormat.parse(InputStream.nullInputStream());
    }
    try (InputStream journal = Files.newInputStream(file)) {
      return JournalFormat.parse(journal);
    }
  }

  /** Returns whether there is one. */
  boolean isThere() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Adds a line, whole or not at all. */
  void append(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    writeAt(-1, bytes);
    wholeBytes += bytes.length;
  }

  /**
   * Ends an entry by turning the {@code hold} of its line into {@code free}, which needs no room;
   * fails when there is no such line, as in a journal of another version.
   */
  void endInPlace(JournalEntry entry) throws IOException {
    if (Files.size(file) > MAX_SEARCHED_BYTES) {
      throw new IOException("it is too long to be searched for the entry");
    }
    byte[] line = JournalFormat.hold(entry).getBytes(StandardCharsets.UTF_8);
    int start = lastIndexOf(Files.readAllBytes(file), line);
    if (start < 0) {
      throw new IOException("it has no such entry");
    }
    writeAt(
        start + JournalFormat.VERB_START, JournalFormat.FREE.getBytes(StandardCharsets.US_ASCII));
  }

  private static int lastIndexOf(byte[] text, byte[] part) {
    int start = text.length - part.length;
    while (start >= 0 && !(isLineStart(text, start) && isAt(text, start, part))) {
      start--;
    }
    return start;
  }

  private static boolean isLineStart(byte[] text, int index) {
    return index == 0 || text[index - 1] == '\n';
  }

  private static boolean isAt(byte[] text, int start, byte[] part) {
    return Arrays.equals(text, start, start + part.length, part, 0, part.length);
  }

  /** Makes it hold these entries and nothing else, or leaves it as it is. */
  void replace(Collection<JournalEntry> entries) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = fresh();
    Files.deleteIfExists(fresh);
    long bytes;
    try (SeekableByteChannel whole =
        Files.newByteChannel(
            fresh, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))) {
      write(whole, entries);
      bytes = whole.size();
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteAfter(e, fresh); // a part of it would take what room there is
      throw e;
    }
    wholeBytes = bytes;
    close();
  }

  /** Deletes what an earlier process has left of a file that was to replace this one. */
  void deleteUnfinished() {
    if (Files.exists(fresh(), LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.delete(fresh());
      } catch (IOException e) {
        Logger.debug(e, "{} stays", fresh());
      }
    }
  }

  /** Deletes a file that is of no use after a failure. */
  static void deleteAfter(IOException failure, Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private Path fresh() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  /** Writes at a place, or at the end of the whole lines with -1. */
  private void writeAt(long place, byte[] bytes) throws IOException {
    SeekableByteChannel open = opened();
    try {
      open.position(place < 0 ? wholeBytes : place);
      write(open, bytes);
    } catch (IOException e) {
      close(); // an interrupted thread has closed it, for all threads
      try {
        opened(); // which cuts off a part of the line
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private SeekableByteChannel opened() throws IOException {
    SeekableByteChannel open = channel;
    if (open != null && open.isOpen()) {
      return open;
    }
    open = Files.newByteChannel(file, Set.of(StandardOpenOption.WRITE));
    channel = open;
    long size = open.size();
    if (wholeBytes < 0) {
      wholeBytes = size;
    } else if (size > wholeBytes) {
      open.truncate(wholeBytes);
    }
    return open;
  }

  private static void write(SeekableByteChannel channel, Collection<JournalEntry> entries)
      throws IOException {
    StringBuilder part = new StringBuilder(JournalFormat.header());
    for (JournalEntry entry : entries) {
      part.append(JournalFormat.hold(entry));
      if (part.length() > WRITE_CHARS) {
        write(channel, part.toString().getBytes(StandardCharsets.UTF_8));
        part.setLength(0);
      }
    }
    write(channel, part.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(SeekableByteChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /** Closes it, until it is used again. */
  @Override
  public void close() throws IOException {
    SeekableByteChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
