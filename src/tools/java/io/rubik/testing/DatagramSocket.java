package io.rubik.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A Unix datagram socket that receives, as the service manager's; Java has none. */
public final class DatagramSocket implements AutoCloseable {

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MAX_BYTES = 4096;

  private final Arena arena = Arena.ofShared();
  private final MethodHandle receive;
  private final MethodHandle closing;
  private final int descriptor;

  /** Binds a socket to a path, or to an abstract name that begins with {@code @}. */
  public DatagramSocket(String name) throws IOException {
    receive = function("recv", ValueLayout.JAVA_LONG, "iali");
    closing = function("close", ValueLayout.JAVA_INT, "i");
    byte[] address = address(name);
    descriptor =
        ((Number) call(function("socket", ValueLayout.JAVA_INT, "iii"), AF_UNIX, SOCK_DGRAM, 0))
            .intValue();
    MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
    MethodHandle bind = function("bind", ValueLayout.JAVA_INT, "iai");
    if (((Number) call(bind, descriptor, memory, address.length)).intValue() != 0) {
      throw new IOException("no socket can be bound to " + name);
    }
  }

  /** Binds a socket to a path. */
  public DatagramSocket(Path path) throws IOException {
    this(path.toString());
  }

  private static byte[] address(String name) {
    byte[] text = (name.startsWith("@") ? name : name + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] address = new byte[text.length + 2];
    System.arraycopy(text, 0, address, 2, text.length);
    address[0] = AF_UNIX;
    if (name.startsWith("@")) {
      address[2] = 0;
    }
    return address;
  }

  /** Returns the next message, empty when none is there. */
  public Optional<String> receive() {
    MemorySegment memory = arena.allocate(MAX_BYTES);
    long length =
        ((Number) call(receive, descriptor, memory, (long) MAX_BYTES, MSG_DONTWAIT)).longValue();
    if (length < 0) {
      return Optional.empty();
    }
    byte[] bytes = memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    call(closing, descriptor);
    arena.close();
  }

  /** Parameters: i is an int, l a long, a an address. */
  @SuppressWarnings("restricted") // a test may call C
  private static MethodHandle function(String name, ValueLayout result, String parameters) {
    ValueLayout[] types =
        parameters
            .chars()
            .mapToObj(c ->
                switch (c) {
                  case 'i' -> ValueLayout.JAVA_INT;
                  case 'l' -> ValueLayout.JAVA_LONG;
                  default -> ValueLayout.ADDRESS;
                })
            .toArray(ValueLayout[]::new);
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, types));
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
