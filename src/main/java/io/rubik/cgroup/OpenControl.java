package io.rubik.cgroup;

import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A control that stays open and is written repeatedly, each time by one system call. It belongs to
 * the very cgroup it was opened in: once that has ended, writes fail, even if another cgroup has
 * its path.
 */
public final class OpenControl<T> implements AutoCloseable {

  private final Path file;
  private final ValueType<T> type;
  private final FileChannel channel;
  private int length = Integer.MAX_VALUE;

  private OpenControl(Path file, ValueType<T> type, FileChannel channel) {
    this.file = file;
    this.type = type;
    this.channel = channel;
  }

  /** Opens a control's file, never creating it; fails when it is not there. */
  static <T> OpenControl<T> open(Path file, ValueType<T> type) throws IOException {
    try {
      return new OpenControl<>(file, type, FileChannel.open(file, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new IOException(file + ": cannot be opened: " + Reason.withoutPath(e), e);
    }
  }

  /** Writes the control, in one write; fails when the kernel refuses the value. */
  public void write(T value) throws IOException {
    String text = type.format(value);
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try {
      if (bytes.length < length) {
        channel.truncate(0); // the kernel's have no size: where plain files stand in for them
      }
      length = bytes.length;
      channel.write(ByteBuffer.wrap(bytes), 0);
    } catch (IOException e) {
      throw new IOException(file + ": " + text + " cannot be written: " + Reason.withoutPath(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return file.toString();
  }
}
