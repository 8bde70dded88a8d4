package io.rubik.daemon;

import java.util.UUID;

/** Container IDs as a runtime makes them: 64 hexadecimal digits. */
public final class ContainerIds {

  private ContainerIds() {}

  /** Returns one that was not there before. */
  public static String next() {
    return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
  }
}
