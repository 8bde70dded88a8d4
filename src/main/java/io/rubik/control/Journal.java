package io.rubik.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The originals of what rubik has changed and must restore, in a file that outlives the process but
 * not the node's next boot, as the cgroups do. Any thread may use it.
 */
public final class Journal implements AutoCloseable {

  /** Lines that no longer count are dropped when there are that many, and more than others. */
  private static final int MAX_DEAD_LINES = 1000;

  /** Far more than a node can fill. */
  private static final long MAX_BYTES = 64L << 20;

  private final Path file;
  private final Map<JournalEntry.Key, JournalEntry> entries = new LinkedHashMap<>();
  private @Nullable SeekableByteChannel channel;
  private int deadLines;

  private Journal(Path file, List<JournalEntry> entries) {
    this.file = file;
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
    JournalFormat.Content content = read(file);
    if (content.damage().isPresent()) {
      Path aside = AsideFiles.keep(file);
      Logger.error(
          "{}: {}; a copy is kept as {}; {} of its entries are used",
          file,
          content.damage().get(),
          aside,
          content.entries().size());
    }
    Journal journal = new Journal(file, content.entries());
    journal.channel = journal.rewrite();
    return journal;
  }

  private static JournalFormat.Content read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
      return JournalFormat.parse("");
    }
    return JournalFormat.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /** Returns the entries in force. */
  synchronized List<JournalEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** Puts an entry in force; when that fails, the control must not be changed. */
  synchronized void hold(JournalEntry entry) throws IOException {
    append(JournalFormat.hold(entry));
    if (entries.put(entry.key(), entry) != null) {
      deadLines++;
    }
  }

  /** Ends an entry: what it says has been restored, or is gone. */
  synchronized void free(JournalEntry entry) throws IOException {
    if (!entries.containsKey(entry.key())) {
      return;
    }
    append(JournalFormat.free(entry));
    entries.remove(entry.key());
    deadLines += 2;
    if (deadLines > MAX_DEAD_LINES && deadLines > entries.size()) {
      compact();
    }
  }

  private void compact() {
    SeekableByteChannel old = channel;
    try {
      channel = rewrite();
      close(old);
    } catch (IOException e) {
      deadLines = 0; // it is only longer than it need be
      Logger.warn("{} cannot be compacted: {}", file, e.getMessage());
    }
  }

  private void append(String line) throws IOException {
    try {
      // An interrupted thread finds the channel closed, for all threads.
      SeekableByteChannel open = channel == null || !channel.isOpen() ? rewrite() : channel;
      channel = open;
      append(open, line);
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void append(SeekableByteChannel channel, String line) throws IOException {
    long end = channel.size();
    try {
      write(channel, line);
    } catch (IOException e) {
      channel.truncate(end); // half a line would spoil the next one
      throw e;
    }
  }

  /** Rewrites the file with only the entries in force, and replaces it atomically. */
  private SeekableByteChannel rewrite() throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    StringBuilder text = new StringBuilder(JournalFormat.header());
    entries.values().forEach(entry -> text.append(JournalFormat.hold(entry)));
    try (SeekableByteChannel whole =
        Files.newByteChannel(
            fresh, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))) {
      write(whole, text.toString());
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    deadLines = 0;
    return Files.newByteChannel(file, Set.of(StandardOpenOption.APPEND));
  }

  private static void write(SeekableByteChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void close(@Nullable SeekableByteChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  /** Ends; the file goes when nothing in it counts. */
  @Override
  public synchronized void close() throws IOException {
    close(channel);
    channel = null;
    if (entries.isEmpty()) {
      Files.deleteIfExists(file);
    }
  }
}
