package io.rubik.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The address of a Unix socket as the kernel takes it: {@code struct sockaddr_un}, unix(7). */
final class UnixAddress {

  private static final short AF_UNIX = 1;
  private static final int MAX_NAME_BYTES = 107;

  private final byte[] bytes;

  private UnixAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the address of a path, or of an abstract name, which is written with a leading
   * {@code @}; fails with {@code IllegalArgumentException} for any other and for one that is too
   * long.
   */
  static UnixAddress parse(String text) {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = text.startsWith("@");
    if ((!isAbstract && !text.startsWith("/")) || name.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("\"" + text + "\" is not the name of a Unix socket");
    }
    if (isAbstract) {
      name[0] = 0;
    }
    ByteBuffer address = ByteBuffer.allocate(Short.BYTES + name.length + (isAbstract ? 0 : 1));
    address.order(ByteOrder.nativeOrder()).putShort(AF_UNIX).put(name);
    return new UnixAddress(address.array());
  }

  byte[] bytes() {
    return bytes;
  }
}
