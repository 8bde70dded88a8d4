package io.rubik.control;

import io.rubik.problem.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Performs actions of which some can succeed only after others, in an order not known in advance:
 * the kernel refuses a quota above the parent's, or below the burst.
 */
final class AnyOrder {

  private AnyOrder() {}

  /** The action for each. */
  interface Action<E> {
    void run(E element) throws IOException;
  }

  /** Attempts each, and those that failed again as long as any succeeds; fails if any is left. */
  static <E> void attempt(List<E> elements, Action<E> action) throws IOException {
    List<E> left = elements;
    int before;
    Failures failures;
    do {
      before = left.size();
      List<E> failed = new ArrayList<>();
      failures = new Failures();
      for (E element : left) {
        failures.attempt(() -> attempt(element, action, failed));
      }
      left = failed;
    } while (!left.isEmpty() && left.size() < before);
    failures.throwIfAny();
  }

  private static <E> void attempt(E element, Action<E> action, List<E> failed) throws IOException {
    try {
      action.run(element);
    } catch (IOException | RuntimeException e) {
      failed.add(element);
      throw e;
    }
  }
}
