package io.rubik.logging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An open file that grows by whole lines. */
final class AppendedFile {

  private final Path path;
  // Unlike a channel, this stream is not closed when a thread that is being interrupted writes.
  private final OutputStream stream;
  private final @Nullable Object key;
  private long sizeBytes;

  private AppendedFile(Path path, OutputStream stream) throws IOException {
    this.path = path;
    this.stream = stream;
    BasicFileAttributes attributes = attributes(path);
    this.key = attributes.fileKey();
    this.sizeBytes = attributes.size();
  }

  /** Opens a file that exists; a symbolic link fails. An unfinished last line is ended. */
  static AppendedFile open(Path path) throws IOException {
    OutputStream stream =
        Files.newOutputStream(
            path, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    try {
      AppendedFile file = new AppendedFile(path, stream);
      file.endLine();
      return file;
    } catch (IOException e) {
      closeAfter(e, stream);
      throw e;
    }
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Writes the lines in one write; when that fails, what was written of them is cut off again. */
  void append(byte[] lines) throws IOException {
    try {
      stream.write(lines);
    } catch (IOException e) {
      cutBackAfter(e);
      throw e;
    }
    sizeBytes += lines.length;
  }

  /** Returns whether the path still leads to this file, and takes over a size others changed. */
  boolean isInPlace() throws IOException {
    try {
      BasicFileAttributes attributes = attributes(path);
      if (!Objects.equals(key, attributes.fileKey())) {
        return false;
      }
      sizeBytes = attributes.size();
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  void close() throws IOException {
    stream.close();
  }

  private void endLine() throws IOException {
    if (sizeBytes == 0) {
      return;
    }
    try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      content.skipNBytes(sizeBytes - 1);
      if (content.read() != '\n') {
        append(new byte[] {'\n'});
      }
    }
  }

  private void cutBackAfter(IOException failure) {
    long wholeBytes = sizeBytes;
    // This is a channel, which an interrupted thread would find closed.
    boolean interrupted = Thread.interrupted();
    try {
      if (isInPlace() && sizeBytes > wholeBytes) {
        cutTo(wholeBytes);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void cutTo(long bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      channel.truncate(bytes);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void closeAfter(IOException failure, OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
