package io.rubik.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of a soak. */
final class Findings {

  private final Map<String, Integer> disturbances = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<Bound, Duration> longest = new EnumMap<>(Bound.class);

  synchronized void disturbed(String name) {
    disturbances.merge(name, 1, Integer::sum);
  }

  synchronized void violated(String what) {
    violations.add(what);
  }

  synchronized void wrongFor(Bound bound, Duration time) {
    longest.merge(bound, time, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  /** Returns how often what was done. */
  synchronized Map<String, Integer> disturbances() {
    return Map.copyOf(disturbances);
  }

  /** Returns the pods that were wrong for too long, and all else that must not be. */
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Returns the table. */
  synchronized String table() {
    StringBuilder table = new StringBuilder("faults injected:\n");
    disturbances.forEach((name, count) -> table.append(row(name, "" + count)));
    table.append("longest time a pod was wrong (bound):\n");
    for (Bound bound : Bound.values()) {
      long millis = longest.getOrDefault(bound, Duration.ZERO).toMillis();
      table.append(row(bound.toString(), millis + " ms (" + bound.limit().toMillis() + " ms)"));
    }
    table.append(row("pods wrong for longer, and other violations", "" + violations.size()));
    violations.forEach(violation -> table.append("    ").append(violation).append('\n'));
    return table.toString();
  }

  /** Returns a line of the table. */
  static String row(String name, String value) {
    return "  %-44s %s%n".formatted(name, value);
  }
}
