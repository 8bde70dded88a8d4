package io.rubik.feature.dynmemory;

import io.rubik.cgroup.Failures.Attempt;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.tinylog.Logger;

/** Reports what fails on a cgroup when it begins and when it changes, not at every check. */
final class Complaints {

  /** By the path of the cgroup. */
  private final Map<String, String> messages = new HashMap<>();

  /** Attempts something on a cgroup of the pod. */
  void attempt(Pod pod, String path, Attempt attempt) {
    try {
      attempt.run();
      messages.remove(path);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(messages.put(path, message))) {
        Logger.warn("pod {}: {}", pod, message);
      }
    }
  }

  /** Forgets the containers that a pod has no longer. */
  void forgetEnded(Pod pod) {
    messages
        .keySet()
        .removeIf(path -> LoweredLimit.isOf(pod, path) && !LoweredLimit.isRunning(pod, path));
  }

  /** Forgets a pod. */
  void forget(Pod pod) {
    messages.keySet().removeIf(path -> LoweredLimit.isOf(pod, path));
  }
}
