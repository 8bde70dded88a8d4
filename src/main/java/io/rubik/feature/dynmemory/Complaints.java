package io.rubik.feature.dynmemory;

import io.rubik.feature.SaidOnce;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures.Attempt;
import java.io.IOException;
import java.util.regex.Pattern;
import org.tinylog.Logger;

/** Reports what fails on a cgroup when it begins and when it changes, not at every check. */
final class Complaints {

  private static final Pattern FIGURES = Pattern.compile("[0-9]+");

  private final SaidOnce said = new SaidOnce();

  /** Attempts something on a cgroup of the pod. */
  void attempt(Pod pod, String path, Attempt attempt) {
    try {
      attempt.run();
      said.forget(pod, path);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (said.isNew(pod, path, withoutFigures(message))) {
        Logger.warn("pod {}: {}", pod, message);
      }
    }
  }

  /** The limit that is refused is another one at each check. */
  private static String withoutFigures(String message) {
    return FIGURES.matcher(message).replaceAll("0");
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
