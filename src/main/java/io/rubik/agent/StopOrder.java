package io.rubik.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import org.tinylog.Logger;

/** What has been started, to be stopped in the reverse order. */
final class StopOrder implements AutoCloseable {

  private final Deque<Part> parts = new ArrayDeque<>();

  private record Part(String name, AutoCloseable closeable) {}

  /** Adds a part, to be stopped before all that were added earlier. */
  void add(String name, AutoCloseable closeable) {
    parts.push(new Part(name, closeable));
  }

  /**
   * Stops every part; a failure is logged and keeps none of the others from being stopped, not even
   * an error: after an upgrade of the package, classes not loaded yet are missing.
   */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.closeable().close();
      } catch (Throwable e) {
        Logger.error(e, "{} could not be stopped", part.name());
      }
    }
  }
}
