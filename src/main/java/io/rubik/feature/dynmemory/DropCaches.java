package io.rubik.feature.dynmemory;

import io.rubik.control.HostSettings;
import io.rubik.control.Owner;
import io.rubik.feature.FeatureContext;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The node's page cache, dentries and inodes, dropped by {@code /proc/sys/vm/drop_caches}. */
final class DropCaches {

  private static final int PAGE_CACHE_AND_SLAB = 3;

  private final Path file;
  private final Owner controls;
  private final ProblemLog<Path> problems;

  DropCaches(FeatureContext context) {
    this.file = context.host().resolve(HostSettings.DROP_CACHES.path());
    this.controls = context.controls();
    this.problems = new ProblemLog<>(context.ticker());
  }

  /** Reports a node that has none; the other measures are of use all the same. */
  void start() {
    if (!Files.isWritable(file)) {
      problems.report(file, problem("it is missing or read-only"));
    }
  }

  /** Drops them. */
  void drop() {
    try {
      controls.trigger(HostSettings.DROP_CACHES, PAGE_CACHE_AND_SLAB);
    } catch (IOException e) {
      problems.report(file, problem(Reason.withoutPath(e)));
      return;
    }
    problems.resolve(file);
  }

  /** The same problem, whatever the reason: it is the administrator's choice. */
  private Problem problem(String reason) {
    return Problem.warning(
            file.toString(), "cannot be written, so the node's caches are not dropped: " + reason)
        .identifiedBy("");
  }
}
