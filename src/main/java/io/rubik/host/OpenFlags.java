package io.rubik.host;

/** Flags of open(2) that are the same on every processor rubik runs on. */
final class OpenFlags {

  static final long RDWR = 2;
  static final long CREAT = 0x40;
  static final long CLOEXEC = 0x80000;
  static final long AT_FDCWD = -100;

  private OpenFlags() {}
}
