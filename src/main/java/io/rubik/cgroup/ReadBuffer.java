package io.rubik.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * What was read last of a kernel file, at most its first 4096 bytes. It is used for one file after
 * the other, so that reading allocates nothing.
 */
public final class ReadBuffer {

  private static final int CAPACITY = 4096;

  private final ByteBuffer direct = ByteBuffer.allocateDirect(CAPACITY);
  private final byte[] bytes = new byte[CAPACITY];
  private int length;

  void fill(FileChannel channel) throws IOException {
    length = 0;
    direct.clear();
    length = Math.max(0, channel.read(direct, 0));
    direct.get(0, bytes, 0, length);
  }

  /** Returns the bytes, of which {@link #length} count until something else is read. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns how many bytes were read. */
  public int length() {
    return length;
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
