package io.rubik.cgroup.watch;

import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Path;

/** What keeps new cgroups from being seen at once. */
final class WatchProblems {

  /** The key of watches the kernel refuses; the others are paths. */
  private static final String REFUSED = "cgroup watch";

  private static final String TOO_MANY = "cgroups of pods";

  private final ProblemLog<String> log;

  WatchProblems(Ticker ticker) {
    this.log = new ProblemLog<>(ticker);
  }

  /** The kernel refuses to watch something; that lasts until rubik is restarted. */
  void refused(IOException failure) {
    log.report(
        REFUSED,
        Problem.warning(
                REFUSED,
                "not every new cgroup is seen at once, but up to 2 s later or when its pod changes: "
                    + Reason.of(failure)
                    + "; raise fs.inotify.max_user_instances and fs.inotify.max_user_watches with"
                    + " sysctl, then restart rubik")
            .identifiedBy(REFUSED));
  }

  /** There are more cgroups of pods than are watched; reported once. */
  void tooMany(int watched) {
    log.report(
        TOO_MANY,
        Problem.warning(
            TOO_MANY,
            "not every new cgroup is seen at once, but up to 2 s later or when its pod changes: there"
                + " are more than "
                + watched
                + " cgroups of pods"));
  }

  /** A hierarchy is gone. */
  void unmounted(Path hierarchy) {
    String subject = hierarchy.toString();
    log.report(
        subject,
        Problem.warning(
            subject,
            "was unmounted; until it is mounted again, new cgroups in it are seen up to 2 s later"));
  }

  /** A hierarchy is watched. */
  void watched(Path hierarchy) {
    log.resolve(hierarchy.toString());
  }
}
