package io.rubik.logging;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ten files of a tenth of the size each. A line that would make {@code rubik.log} pass its share
 * goes to a new file. A file that another process removed or replaced is noticed within a second,
 * and after a failure everything is reopened.
 */
final class RotatingFile implements LineTarget {

  private static final int FILES = 10;
  private static final long MEBIBYTE = 1024 * 1024;
  private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();

  private final LogDirectory directory;
  private final long limitBytes;
  private final LongSupplier nanoTime;
  private @Nullable AppendedFile file;
  private long checkedNanos;

  /** Opens nothing yet; a megabyte of the size is 1024 * 1024 bytes. */
  RotatingFile(Path directory, int sizeMebibytes, LongSupplier nanoTime) {
    this.directory = new LogDirectory(directory);
    this.limitBytes = sizeMebibytes * MEBIBYTE / FILES;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return directory.current().toString();
  }

  @Override
  public void open() throws IOException {
    current();
  }

  @Override
  public void write(byte[] lines) throws IOException {
    try {
      withRoomFor(lines.length).append(lines);
    } catch (IOException e) {
      closeAfter(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    AppendedFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  private AppendedFile withRoomFor(int bytes) throws IOException {
    AppendedFile open = current();
    while (open.sizeBytes() > 0 && open.sizeBytes() + bytes > limitBytes) {
      // What another process put in its place must not be renamed unread.
      if (open.isInPlace()) {
        directory.shift();
      }
      open = reopen();
    }
    return open;
  }

  private AppendedFile current() throws IOException {
    AppendedFile open = file;
    if (open == null) {
      return reopen();
    }
    if (nanoTime.getAsLong() - checkedNanos < CHECK_NANOS) {
      return open;
    }
    checkedNanos = nanoTime.getAsLong();
    return open.isInPlace() ? open : reopen();
  }

  private AppendedFile reopen() throws IOException {
    close();
    directory.prepare();
    AppendedFile opened = AppendedFile.open(directory.current());
    file = opened;
    checkedNanos = nanoTime.getAsLong();
    return opened;
  }

  private void closeAfter(IOException failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
