package io.rubik.agent;

import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The failures of one feature: as a whole, on single pods, and on many for one reason, which is one
 * problem.
 */
final class FeatureProblems {

  /** The key of the feature as a whole, which is not a UID. */
  private static final String WHOLE = "";

  /** What the status line says of a failure that is of one pod alone. */
  private static final String OTHER = "see the log";

  private final String feature;

  /** By the UID of the pod, or the identity of a common cause. */
  private final ProblemLog<String> log;

  /** Why the feature fails on pods, by their UIDs; those of other reasons have none. */
  private final Map<String, Optional<CommonCause>> failing = new ConcurrentHashMap<>();

  FeatureProblems(String feature, Ticker ticker) {
    this.feature = feature;
    this.log = new ProblemLog<>(ticker);
  }

  /** The feature failed on a pod and will try again; a fault of the program has its stack trace. */
  void podFailed(Pod pod, Exception failure) {
    Optional<CommonCause> cause = CommonCause.of(failure);
    Optional<CommonCause> before = failing.put(pod.uid(), cause);
    if (cause.isPresent()) {
      log.forget(pod.uid());
      report(pod, failure, cause.get());
    } else {
      reportAlone(pod, failure);
    }
    if (before != null && !before.equals(cause)) {
      before.ifPresent(this::endIfOver);
    }
  }

  private void report(Pod pod, Exception failure, CommonCause cause) {
    String subject = "feature " + feature;
    String reason =
        "fails on pod "
            + pod
            + " and on any other for the same reason, trying again soon: "
            + describe(failure)
            + "; "
            + cause.remedy();
    Problem problem =
        cause.isAwaited() ? Problem.warning(subject, reason) : Problem.error(subject, reason);
    log.report(cause.identity(), problem.identifiedBy(cause.identity()));
  }

  private void reportAlone(Pod pod, Exception failure) {
    Problem problem =
        Problem.error(
            "pod " + pod + ": " + feature, "failed, trying again soon: " + describe(failure));
    log.report(
        pod.uid(), failure instanceof RuntimeException ? problem.causedBy(failure) : problem);
  }

  /** The feature succeeded on a pod. */
  void podSucceeded(Pod pod) {
    log.resolve(pod.uid());
    end(pod);
  }

  /** Forgets a pod that is gone. */
  void forget(Pod pod) {
    log.forget(pod.uid());
    end(pod);
  }

  private void end(Pod pod) {
    Optional<CommonCause> before = failing.remove(pod.uid());
    if (before != null) {
      before.ifPresent(this::endIfOver);
    }
  }

  private void endIfOver(CommonCause cause) {
    boolean isOver =
        failing.values().stream()
            .flatMap(Optional::stream)
            .noneMatch(each -> each.identity().equals(cause.identity()));
    if (isOver) {
      log.resolve(cause.identity());
    }
  }

  /** The feature failed as a whole and will be restarted. */
  void featureFailed(String where, Throwable failure) {
    log.report(
        WHOLE,
        Problem.error("feature " + feature, "failed in " + where + ", restarting it")
            .identifiedBy(where + ": " + failure)
            .causedBy(failure));
  }

  /** The feature has run for a while. */
  void featureSucceeded() {
    log.resolve(WHOLE);
  }

  /** Returns those in progress, by the pod's UID; that of the feature as a whole has none. */
  List<ProblemLog.Active<String>> active() {
    return log.active();
  }

  /** Returns whether the feature as a whole has failed lately; any thread may ask. */
  boolean hasFailed() {
    return log.isActive(WHOLE);
  }

  /** Returns in words why the feature fails on pods, by their UIDs; any thread may ask. */
  Map<String, String> failing() {
    return failing.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, each -> each.getValue().map(CommonCause::words).orElse(OTHER)));
  }

  /** Names each of the things that failed; those after the first are suppressed in it. */
  private static String describe(Exception failure) {
    return Stream.concat(Stream.of(failure), Arrays.stream(failure.getSuppressed()))
        .map(Reason::of)
        .collect(Collectors.joining("; "));
  }
}
