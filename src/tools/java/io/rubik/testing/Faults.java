package io.rubik.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What goes wrong, and when; paths are absolute, links are not followed. */
public final class Faults {
  /** Operations that a fault can affect: opening for whatever purpose, one read, one write. */
  public enum Operation {
    OPEN,
    READ,
    WRITE
  }

  /** What a test does just before an operation; what it throws is what the operation throws. */
  @FunctionalInterface
  public interface Hook {
    /** Runs in the thread of the operation. */
    void run() throws IOException;
  }

  private interface Fault {
    void strike(Path path) throws IOException;
  }

  private record Point(Operation operation, String path) {}

  private final Map<Point, Deque<Fault>> next = new HashMap<>();
  private final Map<Operation, Map<String, Errno>> lasting = new EnumMap<>(Operation.class);
  private final Map<Operation, Hook> every = new EnumMap<>(Operation.class);
  private final Collection<String> lost = new ArrayDeque<>();
  private final Set<String> readOnly = new HashSet<>();

  Faults() {}

  /** Runs the hook before the next such operation, once; several run one by one. */
  public void beforeNext(Operation operation, String path, Hook hook) {
    add(operation, path, file -> hook.run());
  }

  /** Runs the hook before every such operation on whatever path. */
  public synchronized void beforeEvery(Operation operation, Hook hook) {
    every.put(operation, hook);
  }

  /** Fails the next such operation, once. */
  public void failNext(Operation operation, String path, Errno errno) {
    add(
        operation,
        path,
        file -> {
          throw exception(operation, errno, file);
        });
  }

  /** Fails every such operation on the path and below it. */
  public synchronized void failAlways(Operation operation, String path, Errno errno) {
    lasting.computeIfAbsent(operation, any -> new HashMap<>()).put(path, errno);
  }

  /** Lets the next write succeed without an effect. */
  public synchronized void loseNextWrite(String path) {
    lost.add(path);
  }

  /** Refuses to open the path, or anything below it, for writing. */
  public synchronized void makeReadOnly(String path) {
    readOnly.add(path);
  }

  /** Ends all faults. */
  public synchronized void clear() {
    next.clear();
    every.clear();
    lasting.clear();
    lost.clear();
    readOnly.clear();
  }

  void before(Operation operation, Path path) throws IOException {
    Optional<Hook> always = every(operation);
    if (always.isPresent()) {
      always.get().run();
    }
    Optional<Fault> fault = take(operation, path.toString());
    if (fault.isPresent()) {
      fault.get().strike(path);
    }
    Optional<Errno> errno = lasting(operation, path.toString());
    if (errno.isPresent()) {
      throw exception(operation, errno.get(), path);
    }
  }

  synchronized boolean isReadOnly(String path) {
    return readOnly.stream().anyMatch(above -> isAtOrBelow(path, above));
  }

  synchronized boolean losesWrite(String path) {
    return lost.remove(path);
  }

  private synchronized void add(Operation operation, String path, Fault fault) {
    next.computeIfAbsent(new Point(operation, path), point -> new ArrayDeque<>()).add(fault);
  }

  private synchronized Optional<Fault> take(Operation operation, String path) {
    return Optional.ofNullable(next.get(new Point(operation, path))).map(Deque::poll);
  }

  private synchronized Optional<Hook> every(Operation operation) {
    return Optional.ofNullable(every.get(operation));
  }

  private synchronized Optional<Errno> lasting(Operation operation, String path) {
    return lasting.getOrDefault(operation, Map.of()).entrySet().stream()
        .filter(fault -> isAtOrBelow(path, fault.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static IOException exception(Operation operation, Errno errno, Path path) {
    return operation == Operation.OPEN ? errno.at(path) : errno.exception();
  }

  private static boolean isAtOrBelow(String path, String above) {
    return path.equals(above) || path.startsWith(above.endsWith("/") ? above : above + "/");
  }
}
