package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.config.ConfigException;
import io.rubik.config.SectionFixture;
import io.rubik.testing.Thrown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotaTurboConfigTest {

  @Test
  void defaults() throws ConfigException {
    assertEquals(new QuotaTurboConfig(60, 80, Duration.ofMillis(100)), read("{}"));
  }

  @Test
  void everyKeyIsRead() throws ConfigException {
    assertEquals(
        new QuotaTurboConfig(0, 1, Duration.ofSeconds(10)),
        read("{\"highWaterMark\": 0, \"alarmWaterMark\": 1, \"syncInterval\": 10000}"));
    assertEquals(100, read("{\"alarmWaterMark\": 100}").alarmPercent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"highWaterMark\": -1   | quotaTurbo.highWaterMark: -1 is outside 0..100",
        "\"alarmWaterMark\": 101 | quotaTurbo.alarmWaterMark: 101 is outside 0..100",
        "\"syncInterval\": 99    | quotaTurbo.syncInterval: 99 is outside 100..10000",
        "\"syncInterval\": 10001 | quotaTurbo.syncInterval: 10001 is outside 100..10000",
        "\"highWaterMark\": 70, \"alarmWaterMark\": 70"
            + "| quotaTurbo.highWaterMark: 70 is not less than alarmWaterMark, which is 70",
        "\"highWaterMark\": 80"
            + "| quotaTurbo.highWaterMark: 80 is not less than alarmWaterMark, which is 80",
        "\"alarmWaterMark\": 50"
            + "| quotaTurbo.highWaterMark: 60 is not less than alarmWaterMark, which is 50"
      })
  void otherValueIsAnError(String settings, String error) {
    assertEquals(error, Thrown.message(ConfigException.class, () -> read("{" + settings + "}")));
  }

  private static QuotaTurboConfig read(String json) throws ConfigException {
    return SectionFixture.read("quotaTurbo", json, QuotaTurboConfig::from);
  }
}
