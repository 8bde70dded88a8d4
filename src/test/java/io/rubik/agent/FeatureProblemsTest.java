package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
        "ERROR FeatureProblems.reportAlone() pod default/batch (uid-batch): preemption: failed,"
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
    problems.podFailed(pod, new FileAlreadyExistsException("/sys/fs/cgroup/cpu"));

    assertLine(0, "/sys/fs/cgroup/cpu: file exists");
  }

  private static IOException wrapped(IOException cause) {
    return new IOException("cpu.qos_level: -1 cannot be written", cause);
  }

  private static Stream<Arguments> commonCauses() {
    return Stream.of(
        Arguments.of(
            new FileSystemException("cpu.qos_level", null, "Read-only file system"),
            "read-only file system",
            "ProtectControlGroups="),
        Arguments.of(
            new NoSuchFileException("/sys/fs/cgroup/cpu/kubepods/pod1/cpu.qos_level"),
            "control missing",
            "if this kernel has no cpu.qos_level, take the feature out"),
        Arguments.of(
            new AccessDeniedException("cpu.qos_level"), "permission denied", "CAP_SYS_ADMIN"),
        Arguments.of(
            new IOException("Operation not permitted"), "permission denied", "CAP_SYS_ADMIN"));
  }

  /** It was one line for each of 500 pods. */
  @ParameterizedTest
  @MethodSource("commonCauses")
  void reasonThatHoldsForAllPodsIsOneProblem(IOException cause, String words, String remedy) {
    for (int i = 0; i < 500; i++) {
      problems.podFailed(PodFixture.pod("batch" + i).pod(), wrapped(cause));
    }

    assertEquals(1, log.text().lines().count(), log.text());
    assertEquals(1, log.lines("ERROR FeatureProblems.report() feature preemption: fails on pod "));
    assertEquals(1, log.lines(remedy));
    assertEquals(500, problems.failing().size());
    assertEquals(Set.of(words), Set.copyOf(problems.failing().values()));
    assertEquals(1, problems.active().size());
  }

  @Test
  void problemOfAllPodsEndsWithTheLastOfThem() {
    Pod other = PodFixture.pod("other").pod();
    IOException cause = wrapped(new AccessDeniedException("cpu.qos_level"));
    problems.podFailed(pod, cause);
    problems.podFailed(other, cause);
    problems.podSucceeded(pod);
    assertEquals(Map.of("uid-other", "permission denied"), problems.failing());
    assertEquals(1, log.text().lines().count(), log.text());

    problems.podFailed(other, twoFailures());

    assertEquals(Map.of("uid-other", "see the log"), problems.failing());
    assertEquals(1, log.lines("feature preemption: recovered after 0 s (2 failures)"));

    problems.forget(other);
    assertEquals(Map.of(), problems.failing());
    assertEquals(3, log.text().lines().count(), log.text());
  }

  @Test
  void controllerThatIsNotEnabledIsAwaited() throws IOException {
    try (CgroupFixture node = CgroupFixture.v2().systemd().mainline()) {
      String path = node.pod("burstable", "uid-batch");
      node.set("", "kubepods.slice", "cgroup.subtree_control", "memory");
      node.removeFile("", path, "cpu.max");
      Cgroup cgroup = node.tree().cgroup(path);

      problems.podFailed(
          pod, assertThrows(IOException.class, () -> cgroup.read(Attributes.CPU_QUOTA)));
    }

    assertEquals(1, log.lines("WARN FeatureProblems.report() feature preemption: fails on pod "));
    assertEquals(1, log.lines("cpu is not enabled below /sys/fs/cgroup/kubepods.slice yet"));
    assertEquals(Map.of("uid-batch", "controller not enabled"), problems.failing());
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
