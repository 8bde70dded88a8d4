package io.rubik.status;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the pods are handled.
 *
 * @param marked offline pods of which a control is in force
 * @param failing pods on which a feature fails, by the reason in words
 * @param waiting pods that run and whose cgroup is not there
 */
public record Handling(int marked, SortedMap<String, Integer> failing, int waiting) {

  /** Copies the map. */
  public Handling {
    failing = new TreeMap<>(failing);
  }

  /** Returns the words of the status line: {@code 3 marked, 2 failing (read-only file system)}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (marked > 0 || !failing.isEmpty() || waiting > 0) {
      parts.add(marked + " marked");
    }
    failing.forEach((reason, pods) -> parts.add(pods + " failing (" + reason + ")"));
    if (waiting > 0) {
      parts.add(waiting + " waiting for a cgroup");
    }
    return String.join(", ", parts);
  }
}
