package io.rubik.agent;

import io.rubik.problem.Reason;
import io.rubik.text.SafeText;
import java.util.List;

/** Says in a status line why something failed. */
final class ShortReason {

  /** A few lines of a terminal. */
  private static final int MAX_LENGTH = 300;

  private ShortReason() {}

  /** Returns the first line of a failure's reason, and how many more there are. */
  static String of(Throwable failure) {
    List<String> lines = Reason.of(failure).lines().toList();
    String first = lines.isEmpty() ? "" : SafeText.shortened(lines.getFirst(), MAX_LENGTH);
    return lines.size() < 2 ? first : first + " (and " + (lines.size() - 1) + " more)";
  }
}
