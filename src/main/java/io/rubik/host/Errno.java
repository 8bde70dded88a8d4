package io.rubik.host;

/** Error numbers of Linux system calls, errno(3). */
final class Errno {

  static final int EAGAIN = 11;

  private static final int ENOSPC = 28;
  private static final int EROFS = 30;
  private static final int EDQUOT = 122;

  private Errno() {}

  /** Returns whether the file system takes nothing more. */
  static boolean isNoRoom(int errno) {
    return errno == ENOSPC || errno == EROFS || errno == EDQUOT;
  }

  /** Returns the kernel's words for the usual ones, the number for the others. */
  static String describe(int errno) {
    return switch (errno) {
      case 1 -> "Operation not permitted";
      case 2 -> "No such file or directory";
      case 13 -> "Permission denied";
      case 20 -> "Not a directory";
      case 21 -> "Is a directory";
      case ENOSPC -> "No space left on device";
      case EROFS -> "Read-only file system";
      case 111 -> "Connection refused";
      case EDQUOT -> "Disk quota exceeded";
      case 40 -> "It is a symbolic link";
      default -> "error " + errno;
    };
  }
}
