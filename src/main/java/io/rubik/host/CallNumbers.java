package io.rubik.host;

/**
 * The numbers of the system calls and flags that differ between processors; Linux {@code
 * arch/*}{@code /syscall*.tbl} and {@code fcntl.h}.
 */
record CallNumbers(
    long openat,
    long close,
    long flock,
    long umask,
    long socket,
    long connect,
    long write,
    long noFollow) {

  private static final CallNumbers X86_64 = new CallNumbers(257, 3, 73, 95, 41, 42, 1, 0x20000);
  private static final CallNumbers AARCH64 = new CallNumbers(56, 57, 32, 166, 198, 203, 64, 0x8000);

  /** Returns those of a processor by Java's name for it. */
  static CallNumbers of(String processor) {
    return switch (processor) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new IllegalStateException("rubik does not support the processor " + processor);
    };
  }
}
