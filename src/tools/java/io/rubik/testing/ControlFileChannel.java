package io.rubik.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A channel to a control file: each write is one value, wherever the position is, and the size is
 * 0. Once the cgroup is gone, reads and writes fail with ENODEV.
 */
final class ControlFileChannel extends FileChannel {
  private final Watched file;
  private final Path control;
  private final CgroupMount mount;
  private final boolean writable;
  private final boolean readable;
  private final Optional<Object> identity;
  private byte[] content = new byte[0];
  private long position;

  ControlFileChannel(
      Watched file, Path control, CgroupMount mount, Set<? extends OpenOption> options)
      throws IOException {
    this.file = file;
    this.control = control;
    this.mount = mount;
    this.writable = isForWriting(options);
    this.readable = !writable || options.contains(StandardOpenOption.READ);
    this.identity = mount.identity(control);
    file.recording().nowOpen(file.path().toString());
  }

  static boolean isForWriting(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    checkOpen();
    if (!readable) {
      throw new NonReadableChannelException();
    }
    return file.read(() -> copy(target));
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    return position(from).read(target);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return read(targets[offset]);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return Math.toIntExact(write(new ByteBuffer[] {source}, 0, 1));
  }

  @Override
  public int write(ByteBuffer source, long from) throws IOException {
    return position(from).write(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    checkOpen();
    if (!writable) {
      throw new NonWritableChannelException();
    }
    ByteBuffer[] used = Arrays.copyOfRange(sources, offset, offset + length);
    long bytes = Arrays.stream(used).mapToLong(ByteBuffer::remaining).sum();
    return bytes == 0 ? 0 : write(Watched.text(used), used, bytes);
  }

  private long write(String text, ByteBuffer[] sources, long bytes) throws IOException {
    file.write(
        text,
        bytes,
        () -> {
          checkPresent();
          mount.write(control, text);
          return bytes;
        });
    for (ByteBuffer source : sources) {
      source.position(source.limit());
    }
    position += bytes;
    return bytes;
  }

  /** The value is taken when the beginning is read, as a seq_file does. */
  private int copy(ByteBuffer target) throws IOException {
    checkPresent();
    if (position == 0) {
      content = mount.read(control);
    }
    if (position >= content.length) {
      return -1;
    }
    int bytes = (int) Math.min(target.remaining(), content.length - position);
    target.put(content, (int) position, bytes);
    position += bytes;
    return bytes;
  }

  private void checkPresent() throws IOException {
    if (!mount.identity(control).equals(identity)) {
      throw Errno.ENODEV.exception();
    }
  }

  private void checkOpen() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public FileChannel truncate(long size) {
    return this;
  }

  @Override
  public void force(boolean metaData) {}

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long from, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
    throw Errno.ENODEV.exception();
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() {
    file.recording().closed(file.path().toString());
  }
}
