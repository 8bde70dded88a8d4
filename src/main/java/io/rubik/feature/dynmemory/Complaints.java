package io.rubik.feature.dynmemory;

import io.rubik.cgroup.Failures.Attempt;
import io.rubik.feature.SaidOnce;
import io.rubik.pod.Pod;
import java.io.IOException;
import org.tinylog.Logger;

/** Reports what fails on a cgroup when it begins and when it changes, not at every check. */
final class Complaints {

  private final SaidOnce said = new SaidOnce();

  /** Attempts something on a cgroup of the pod. */
  void attempt(Pod pod, String path, Attempt attempt) {
    try {
      attempt.run();
      said.forget(pod, path);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (said.isNew(pod, path, message)) {
        Logger.warn("pod {}: {}", pod, message);
      }
    }
  }

  /** Forgets the containers that a pod has no longer. */
  void forgetEnded(Pod pod) {
    said.keep(pod, path -> LoweredLimit.isRunning(pod, path));
  }

  /** Forgets a pod. */
  void forget(Pod pod) {
    said.forget(pod);
  }
}
