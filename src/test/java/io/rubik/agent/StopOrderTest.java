package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopOrderTest {

  private final StopOrder order = new StopOrder();
  private final List<String> stopped = new ArrayList<>();

  @Test
  void partsStopInReverseOrder() {
    add("lock");
    add("log");
    add("watch");

    order.close();

    assertEquals(List.of("watch", "log", "lock"), stopped);
  }

  /** An error, as of a class that an upgrade had taken away, left the rest running. */
  @Test
  void failureDoesNotPreventOtherPartsFromStopping() {
    add("lock");
    order.add("checked", () -> stop("checked", new IOException("expected by the test")));
    add("log");
    order.add("unchecked", () -> stop("unchecked", new IllegalStateException("expected, too")));
    order.add("error", () -> stop("error", new NoClassDefFoundError("expected, too")));

    order.close();

    assertEquals(List.of("error", "unchecked", "log", "checked", "lock"), stopped);
  }

  @Test
  void nothingIsStoppedTwice() {
    add("lock");

    order.close();
    order.close();

    assertEquals(List.of("lock"), stopped);
  }

  private void add(String name) {
    order.add(name, () -> stopped.add(name));
  }

  private <E extends Throwable> void stop(String name, E failure) throws E {
    stopped.add(name);
    throw failure;
  }
}
