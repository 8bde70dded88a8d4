package io.rubik.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Attempts several things, all of them, and then fails if any did. */
public final class Failures {

  private final List<Exception> failures = new ArrayList<>();

  /** Something that may fail. */
  public interface Attempt {
    /** Does it. */
    void run() throws IOException;
  }

  /** Makes an attempt; its failure, or that of the program, is kept for later. */
  public void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException | RuntimeException e) {
      failures.add(e);
    }
  }

  /** Fails with the first failure, if there was one, and the others as suppressed. */
  public void throwIfAny() throws IOException {
    if (failures.isEmpty()) {
      return;
    }
    Exception first = failures.getFirst();
    failures.stream().skip(1).forEach(first::addSuppressed);
    if (first instanceof RuntimeException fault) {
      throw fault;
    }
    throw (IOException) first;
  }
}
