package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

class FeatureProblemsTest {

  private final ManualEventLoop clock = new ManualEventLoop();
  private final FeatureProblems problems = new FeatureProblems("preemption", clock);
  private final Pod pod = PodFixture.pod("batch").pod();
  private final LogCapture log = new LogCapture(Level.INFO);

  @AfterEach
  void close() {
    log.close();
  }

  private static IOException twoFailures() {
    IOException failure = new IOException("cpu.qos_level: wrote -1, reads 0");
    failure.addSuppressed(new IOException("memory.qos_level: wrote -1, reads 0"));
    return failure;
  }

  private void assertLine(int index, String line) {
    String logged = log.text().lines().toList().get(index);
    assertTrue(logged.endsWith(line), logged);
  }

  /** Of several files that failed, one was named and the others counted. */
  @Test
  void lineNamesPodFeatureFailedFilesAndNextStep() {
    problems.podFailed(pod, twoFailures());

    assertLine(
        0,
        "ERROR FeatureProblems.podFailed() pod default/batch (uid-batch): preemption: failed,"
            + " trying again soon: cpu.qos_level: wrote -1, reads 0;"
            + " memory.qos_level: wrote -1, reads 0");
  }

  @Test
  void failureIsLoggedWhenItBeginsAndWhenItEnds() {
    problems.podFailed(pod, twoFailures());
    problems.podFailed(pod, twoFailures());
    clock.pass(Duration.ofSeconds(3));
    problems.podSucceeded(pod);
    problems.podSucceeded(pod);
    problems.podFailed(pod, twoFailures());

    assertEquals(3, log.text().lines().count(), log.text());
    assertLine(1, "pod default/batch (uid-batch): preemption: recovered after 3 s (2 failures)");
  }

  @Test
  void deletedPodIsForgotten() {
    problems.podFailed(pod, twoFailures());
    problems.forget(pod);
    problems.podSucceeded(pod);

    assertEquals(1, log.text().lines().count(), log.text());
  }

  @Test
  void reasonIsAddedWhenTheMessageIsOnlyAPath() {
    problems.podFailed(pod, new AccessDeniedException("/sys/fs/cgroup/cpu"));

    assertLine(0, "/sys/fs/cgroup/cpu: permission denied");
  }

  @Test
  void programFaultIsLoggedWithItsStackTrace() {
    problems.podFailed(pod, new IllegalStateException("expected by the test"));

    assertTrue(log.text().contains("programFaultIsLoggedWithItsStackTrace"), log.text());
  }

  @Test
  void featureFailureIsLoggedWhenItBeginsChangesAndEnds() {
    problems.featureFailed("task check", new IOException("EIO"));
    problems.featureFailed("task check", new IOException("EIO"));
    problems.featureFailed("start", new IOException("EIO"));
    clock.pass(Duration.ofSeconds(40));
    problems.featureSucceeded();

    assertEquals(1, log.lines("feature preemption: failed in task check, restarting it"));
    assertEquals(1, log.lines("feature preemption: failed in start, restarting it"));
    assertEquals(1, log.lines("feature preemption: recovered after 40 s (3 failures)"));
  }
}
