package io.rubik.agent;

import io.rubik.pod.Pod;
import io.rubik.problem.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinylog.Logger;

/** The pods a feature fails on; each trouble is logged when it begins, changes and ends. */
final class Troubles {

  private final String feature;
  private final Map<String, String> messages = new HashMap<>();

  Troubles(String feature) {
    this.feature = feature;
  }

  /** Logs a failure, unless it is the pod's last one again. */
  void failed(Pod pod, Exception failure) {
    String message = describe(failure);
    if (message.equals(messages.put(pod.uid(), message))) {
      return;
    }
    if (failure instanceof RuntimeException) {
      Logger.error(failure, "{} failed on pod {}; it is tried again", feature, pod);
    } else {
      Logger.error("{} failed on pod {}; it is tried again: {}", feature, pod, message);
    }
  }

  /** Logs the end of the pod's trouble, if it had any. */
  void succeeded(Pod pod) {
    if (messages.remove(pod.uid()) != null) {
      Logger.info("{} has succeeded on pod {} after failing", feature, pod);
    }
  }

  /** Forgets a pod that is gone. */
  void forget(Pod pod) {
    messages.remove(pod.uid());
  }

  /** Names each of the things that failed; those after the first are suppressed in it. */
  private static String describe(Exception failure) {
    return Stream.concat(Stream.of(failure), Arrays.stream(failure.getSuppressed()))
        .map(Reason::of)
        .collect(Collectors.joining("; "));
  }
}
