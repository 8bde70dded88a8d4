package io.rubik.agent;

import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The failures of one feature: as a whole, and on single pods. */
final class FeatureProblems {

  /** The key of the feature as a whole, which is not a UID. */
  private static final String WHOLE = "";

  private final String feature;

  /** By the UID of the pod. */
  private final ProblemLog<String> log;

  FeatureProblems(String feature, Ticker ticker) {
    this.feature = feature;
    this.log = new ProblemLog<>(ticker);
  }

  /** The feature failed on a pod and will try again; a fault of the program has its stack trace. */
  void podFailed(Pod pod, Exception failure) {
    Problem problem =
        Problem.error(
            "pod " + pod + ": " + feature, "failed, trying again soon: " + describe(failure));
    log.report(
        pod.uid(), failure instanceof RuntimeException ? problem.causedBy(failure) : problem);
  }

  /** The feature succeeded on a pod. */
  void podSucceeded(Pod pod) {
    log.resolve(pod.uid());
  }

  /** Forgets a pod that is gone. */
  void forget(Pod pod) {
    log.forget(pod.uid());
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

  /** Names each of the things that failed; those after the first are suppressed in it. */
  private static String describe(Exception failure) {
    return Stream.concat(Stream.of(failure), Arrays.stream(failure.getSuppressed()))
        .map(Reason::of)
        .collect(Collectors.joining("; "));
  }
}
