package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "30, 30",
    "31, 30",
    "99999999999999999999, 30",
    "-1, 0",
    "soon, 0",
    "'Wed, 21 Oct 2026 07:28:00 GMT', 0",
    "'', 0",
    ", 0",
  })
  void secondsAreBounded(String header, long seconds) {
    assertEquals(seconds, RetryAfter.parse(header).toSeconds());
  }
}
