package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class TroublesTest {

  private final Troubles troubles = new Troubles("preemption");
  private final Pod pod = PodFixture.pod("batch").pod();

  private String logOf(Exception failure) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      troubles.failed(pod, failure);
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  private static IOException twoFailures() {
    IOException failure = new IOException("cpu.qos_level: wrote -1, reads 0");
    failure.addSuppressed(new IOException("memory.qos_level: wrote -1, reads 0"));
    return failure;
  }

  @Test
  void sameFailureIsLoggedOnceUntilItEnds() {
    assertTrue(logOf(twoFailures()).contains("default/batch"));
    assertEquals("", logOf(twoFailures()));

    troubles.succeeded(pod);

    assertTrue(logOf(twoFailures()).contains("default/batch"));
  }

  /** Of several files that failed, one was named and the others counted. */
  @Test
  void everyFileThatFailedIsNamed() {
    String log = logOf(twoFailures());

    assertTrue(log.contains("cpu.qos_level: wrote -1, reads 0"), log);
    assertTrue(log.contains("memory.qos_level: wrote -1, reads 0"), log);
  }

  @Test
  void reasonIsToldWhereTheMessageIsAPathAlone() {
    String log = logOf(new AccessDeniedException("/sys/fs/cgroup/cpu"));

    assertTrue(log.contains("/sys/fs/cgroup/cpu: permission denied"), log);
  }

  @Test
  void mistakeOfAFeatureIsLoggedWithItsPlace() {
    String log = logOf(new IllegalStateException("expected by the test"));

    assertTrue(log.contains("mistakeOfAFeatureIsLoggedWithItsPlace"), log);
  }
}
