package io.rubik.problem;

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

  /** Something that may fail, with a result. */
  public interface Question {
    /** Returns the answer. */
    boolean ask() throws IOException;
  }

  /**
   * Makes an attempt, and keeps its failure, or that of the program, for later; returns whether it
   * succeeded.
   */
  public boolean attempt(Attempt attempt) {
    return attempt(
        () -> {
          attempt.run();
          return true;
        },
        false);
  }

  /** As the other, and returns the answer, or after a failure the other value. */
  public boolean attempt(Question question, boolean otherwise) {
    try {
      return question.ask();
    } catch (IOException | RuntimeException e) {
      failures.add(e);
      return otherwise;
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
