package io.rubik.host;

import java.io.IOException;
import java.io.Serial;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Linux system calls that the JDK does not offer, all through one handle on {@code syscall(2)}:
 * each further handle would cost memory.
 */
public final class SystemCalls {

  private static final int LAST_STANDARD_STREAM = 2;
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final long AF_UNIX = 1;
  private static final long SOCK_DGRAM = 2;
  private static final long SOCK_NONBLOCK = 0x800;

  private final CallNumbers numbers;
  private final MethodHandle syscall;

  private SystemCalls(CallNumbers numbers, MethodHandle syscall) {
    this.numbers = numbers;
    this.syscall = syscall;
  }

  /** Returns this machine's; fails with {@code IllegalStateException} on an unknown processor. */
  public static SystemCalls open() {
    return new SystemCalls(CallNumbers.of(System.getProperty("os.arch")), handle());
  }

  @SuppressWarnings("restricted") // a native call is what this class is for
  private static MethodHandle handle() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        type,
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /** Sets the mode bits that files made from now on will lack; umask(2). */
  public void umask(int mask) {
    try (Arena arena = Arena.ofConfined()) {
      call(arena.allocate(CALL_STATE), numbers.umask(), mask, 0, 0, 0);
    }
  }

  /**
   * Opens /dev/null for whichever of standard input, output and error is closed: the next file that
   * is opened would get its number, and with it what is printed.
   */
  public void completeStandardStreams() throws IOException {
    int descriptor = open("/dev/null", OpenFlags.RDWR, 0);
    while (descriptor <= LAST_STANDARD_STREAM) {
      descriptor = open("/dev/null", OpenFlags.RDWR, 0);
    }
    close(descriptor);
  }

  /** The file system is full or read-only. */
  static final class NoRoomException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    private NoRoomException(String message) {
      super(message);
    }
  }

  /**
   * Opens a file for reading and writing, makes it with the mode if it is missing, follows no
   * symbolic link, and returns the descriptor; openat(2). One that is there on a read-only file
   * system is opened for reading alone.
   */
  int open(String path, int mode) throws IOException {
    long flags = OpenFlags.CLOEXEC | numbers.noFollow();
    try {
      return open(path, OpenFlags.RDWR | OpenFlags.CREAT | flags, mode);
    } catch (NoRoomException e) {
      try {
        return open(path, flags, 0);
      } catch (IOException missing) {
        e.addSuppressed(missing);
        throw e;
      }
    }
  }

  /** Opens a directory, and returns the descriptor; a symbolic link is followed. */
  int openDirectory(String path) throws IOException {
    return open(path, OpenFlags.CLOEXEC, 0);
  }

  private int open(String path, long flags, int mode) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long name = arena.allocateFrom(path).address();
      long result = call(state, numbers.openat(), OpenFlags.AT_FDCWD, name, flags, mode);
      if (result < 0) {
        throw failure(path + ": cannot be opened: ", errno(state));
      }
      return (int) result;
    }
  }

  private static IOException failure(String what, int errno) {
    String message = what + Errno.describe(errno);
    return Errno.isNoRoom(errno) ? new NoRoomException(message) : new IOException(message);
  }

  /** Tries to lock an open file for this process alone, without waiting; flock(2). */
  boolean tryLock(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long exclusiveNow = 2 | 4;
      if (call(state, numbers.flock(), descriptor, exclusiveNow, 0, 0) == 0) {
        return true;
      }
      if (errno(state) == Errno.EAGAIN) {
        return false;
      }
      throw new IOException("flock: " + Errno.describe(errno(state)));
    }
  }

  /** Closes a descriptor, and with it its lock; close(2). */
  void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      call(arena.allocate(CALL_STATE), numbers.close(), descriptor, 0, 0, 0);
    }
  }

  /**
   * Sends a datagram to a socket of the file system, or an abstract one, without waiting; returns
   * false when there is no room for it now; unix(7).
   */
  boolean sendDatagram(UnixAddress address, byte[] data) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long type = SOCK_DGRAM | SOCK_NONBLOCK | OpenFlags.CLOEXEC;
      long descriptor = checked(state, call(state, numbers.socket(), AF_UNIX, type, 0, 0));
      try {
        long name = arena.allocateFrom(ValueLayout.JAVA_BYTE, address.bytes()).address();
        long length = address.bytes().length;
        checked(state, call(state, numbers.connect(), descriptor, name, length, 0));
        long text = arena.allocateFrom(ValueLayout.JAVA_BYTE, data).address();
        long sent = call(state, numbers.write(), descriptor, text, data.length, 0);
        return sent >= 0 || (errno(state) != Errno.EAGAIN && checked(state, sent) >= 0);
      } finally {
        close((int) descriptor);
      }
    }
  }

  private static long checked(MemorySegment state, long result) throws IOException {
    if (result < 0) {
      throw new IOException(Errno.describe(errno(state)));
    }
    return result;
  }

  private long call(MemorySegment state, long number, long a, long b, long c, long d) {
    try {
      return (long) syscall.invokeExact(state, number, a, b, c, d);
    } catch (Throwable e) {
      throw new IllegalStateException("syscall " + number + " could not be made", e);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }
}
