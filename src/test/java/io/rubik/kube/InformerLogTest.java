package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiStatusException;
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

/** What the log says of an outage. */
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
      log.recovered();
      log.recovered();

      List<String> lines = capture.text().lines().toList();
      assertEquals(2, lines.size(), capture.text());
      assertEquals(2, capture.lines("API server " + node.standIn.url() + ": "), capture.text());
      assertTrue(
          lines.getFirst().endsWith("is the API server up? (controls stay as they are)"),
          capture.text());
      assertTrue(lines.getLast().endsWith("recovered after 40 s (20 failures)"), capture.text());
    }
  }

  @Test
  void mixedFaultsAreALineForEachKind() {
    List<Exception> faults =
        List.of(
            new ConnectException("Connection refused"),
            new SocketTimeoutException("timeout"),
            new ApiStatusException(503, "busy", Duration.ZERO),
            new MalformedBodyException("no list"));
    try (LogCapture capture = new LogCapture(Level.INFO)) {
      for (int i = 0; i < 40; i++) {
        log.failed(faults.get(i % faults.size()));
      }
      log.recovered();

      assertEquals(4, capture.lines("WARN"), capture.text());
      assertEquals(1, capture.lines("controls stay as they are"), capture.text());
      assertEquals(1, capture.lines("recovered after"), capture.text());
    }
  }

  /** It used to be a stack trace at every attempt. */
  @Test
  void faultOfRubiksOwnIsLoggedOnceWithItsStack() {
    try (LogCapture capture = new LogCapture(Level.INFO)) {
      log.failed(new IllegalStateException("bug"));
      log.failed(new IllegalStateException("bug"));

      assertEquals(1, capture.lines("handling pods failed"), capture.text());
      assertEquals(1, capture.lines("at io.rubik.kube.InformerLogTest"), capture.text());
    }
  }

  @Test
  void serverIsAwayFromTheFirstFailureToTheRecovery() {
    assertFalse(log.isAway());
    log.failed(new ConnectException("Connection refused"));
    assertTrue(log.isAway());
    assertEquals(1, log.outages().size());
    log.recovered();
    assertFalse(log.isAway());
    assertEquals(List.of(), log.outages());
  }

  @Test
  void ageIsTheTimeSinceTheLastContact() {
    now += TimeUnit.SECONDS.toNanos(5);
    log.contacted();
    now += TimeUnit.SECONDS.toNanos(30);

    assertEquals(Duration.ofSeconds(30), log.age());
  }
}
