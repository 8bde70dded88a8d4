package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PacedInputTest {

  private final byte[] bytes = new byte[10];
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos = -5;
  private final ReadPacing pacing = new ReadPacing(() -> nanos);

  @Test
  void firstEventIsNotDelayed() {
    pacing.arrived();

    assertEquals(Duration.ZERO, pacing.pause());
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, 0, 0", // alone
    "  20000, 0, 0",
    "  19999, 0, 25", // a burst
    "      1, 0, 25",
    "   2000, 19999, 25",
    "   2000, 20000, 0", // which is over
  })
  void eventsOfABurstGather(long apartMicros, long agoMicros, long pauseMillis) {
    pacing.arrived();
    pass(apartMicros);
    pacing.arrived();
    pass(agoMicros);

    assertEquals(Duration.ofMillis(pauseMillis), pacing.pause());
  }

  @Test
  void readThatWouldWaitPausesInABurst() throws IOException {
    burst();

    input(0).read(bytes);

    assertEquals(List.of(ReadPacing.WINDOW), pauses);
  }

  /** An event in several TLS records was followed by a pause, though the next one was there. */
  @Test
  void whatIsThereIsReadAtOnce() throws IOException {
    burst();

    PacedInput input = input(15);
    input.read(bytes);
    input.read(bytes);

    assertEquals(List.of(), pauses);
  }

  @Test
  void withoutABurstNoReadPauses() throws IOException {
    pacing.arrived();

    input(0).read(bytes);

    assertEquals(List.of(), pauses);
  }

  private void burst() {
    pacing.arrived();
    pass(2000);
    pacing.arrived();
  }

  private PacedInput input(int available) {
    return new PacedInput(new ByteArrayInputStream(new byte[available]), pacing, pauses::add);
  }

  private void pass(long micros) {
    nanos += TimeUnit.MICROSECONDS.toNanos(micros);
  }
}
