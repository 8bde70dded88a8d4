package io.rubik.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.apache.lucene.tests.mockfile.FilterFileChannel;

/** A channel to an ordinary file. */
final class RecordingChannel extends FilterFileChannel {
  private final Watched file;

  RecordingChannel(FileChannel delegate, Watched file) {
    super(delegate);
    this.file = file;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return file.read(() -> delegate.read(target));
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(() -> delegate.read(target, position));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return file.read(() -> delegate.read(targets, offset, length));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int bytes = source.remaining();
    int written = file.write(Watched.text(source), bytes, () -> delegate.write(source));
    source.position(source.limit());
    return written;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    int bytes = source.remaining();
    int written = file.write(Watched.text(source), bytes, () -> delegate.write(source, position));
    source.position(source.limit());
    return written;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    ByteBuffer[] used = Arrays.copyOfRange(sources, offset, offset + length);
    long bytes = Arrays.stream(used).mapToLong(ByteBuffer::remaining).sum();
    long written = file.write(Watched.text(used), bytes, () -> delegate.write(used, 0, length));
    for (ByteBuffer source : used) {
      source.position(source.limit());
    }
    return written;
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException("would not be recorded");
  }
}
