package io.rubik.agent;

import io.rubik.problem.Reason;
import java.io.IOException;
import org.tinylog.Logger;

/** The failure to watch for new cgroups, which is told once, with what to do. */
final class WatchTrouble {

  private boolean told;

  /** Logs the failure, if it is the first. */
  void tell(IOException failure) {
    if (!told) {
      Logger.warn(
          "not every new cgroup is seen at once, but up to 2 s later or when its pod changes: {}; raise"
              + " fs.inotify.max_user_instances and fs.inotify.max_user_watches with sysctl, then"
              + " restart rubik",
          Reason.of(failure));
    }
    told = true;
  }
}
