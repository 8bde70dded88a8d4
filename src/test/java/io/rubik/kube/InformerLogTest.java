package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiFailure;
import io.rubik.kube.json.MalformedBodyException;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;

/** What the administrator is told of an outage. */
final class InformerLogTest {

  @TempDir Path root;
  private InformedNode node;
  private InformerLog log;
  private long now;

  @BeforeEach
  void start() throws IOException {
    node = new InformedNode(root);
    log = new InformerLog(node.server, new NodeName("n1"), () -> {}, () -> now);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void outageIsOneLineWhenItBeginsAndOneWhenItEnds() {
    try (LogCapture capture = new LogCapture(Level.INFO)) {
      for (int i = 0; i < 20; i++) {
        now += TimeUnit.SECONDS.toNanos(2);
        log.failed(new ConnectException("Connection refused"));
      }
      now += TimeUnit.SECONDS.toNanos(2);
      log.well();
      log.well();

      List<String> lines = capture.text().lines().toList();
      assertEquals(2, lines.size(), capture.text());
      assertTrue(
          lines.getFirst().endsWith("is the API server up? (what is set stays)"), capture.text());
      assertTrue(lines.getLast().endsWith("is well again after 40 s"), capture.text());
    }
  }

  @Test
  void mixtureOfFaultsIsALineForEachKind() {
    List<Exception> faults =
        List.of(
            new ConnectException("Connection refused"),
            new SocketTimeoutException("timeout"),
            new ApiFailure(503, "busy", Duration.ZERO),
            new MalformedBodyException("no list"));
    try (LogCapture capture = new LogCapture(Level.INFO)) {
      for (int i = 0; i < 40; i++) {
        log.failed(faults.get(i % faults.size()));
      }
      log.well();

      assertEquals(4, capture.lines("WARN"), capture.text());
      assertEquals(1, capture.lines("what is set stays"), capture.text());
      assertEquals(1, capture.lines("is well again"), capture.text());
    }
  }

  /** It was one stack trace at every attempt. */
  @Test
  void faultOfRubiksOwnIsToldOnceWithItsStack() {
    try (LogCapture capture = new LogCapture(Level.INFO)) {
      log.failed(new IllegalStateException("bug"));
      log.failed(new IllegalStateException("bug"));

      assertEquals(1, capture.lines("handling pods failed"), capture.text());
      assertEquals(1, capture.lines("at io.rubik.kube.InformerLogTest"), capture.text());
    }
  }

  @Test
  void serverIsAwayFromTheFirstFailureToTheEnd() {
    assertFalse(log.isAway());
    log.failed(new ConnectException("Connection refused"));
    assertTrue(log.isAway());
    log.well();
    assertFalse(log.isAway());
  }

  @Test
  void ageIsThatOfTheLastWord() {
    now += TimeUnit.SECONDS.toNanos(5);
    log.heard();
    now += TimeUnit.SECONDS.toNanos(30);

    assertEquals(Duration.ofSeconds(30), log.age());
  }
}
