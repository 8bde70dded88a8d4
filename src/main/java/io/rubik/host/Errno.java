package io.rubik.host;

/** Error numbers of Linux system calls, errno(3). */
final class Errno {

  static final int EAGAIN = 11;

  private Errno() {}

  /** Returns the kernel's words for the usual ones, the number for the others. */
  static String describe(int errno) {
    return switch (errno) {
      case 1 -> "Operation not permitted";
      case 2 -> "No such file or directory";
      case 13 -> "Permission denied";
      case 20 -> "Not a directory";
      case 21 -> "Is a directory";
      case 28 -> "No space left on device";
      case 30 -> "Read-only file system";
      case 111 -> "Connection refused";
      case 40 -> "It is a symbolic link";
      default -> "error " + errno;
    };
  }
}
