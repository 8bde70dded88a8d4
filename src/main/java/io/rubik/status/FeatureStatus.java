package io.rubik.status;

import io.rubik.problem.ProblemLog;
import java.util.List;

/**
 * A feature that is enabled.
 *
 * @param problems in progress, of the feature as a whole and on pods
 */
public record FeatureStatus(String name, List<ProblemLog.Active<String>> problems) {

  /** Copies the list. */
  public FeatureStatus {
    problems = List.copyOf(problems);
  }
}
