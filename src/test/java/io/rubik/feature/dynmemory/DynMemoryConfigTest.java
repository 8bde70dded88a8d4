package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.config.ConfigException;
import io.rubik.config.SectionFixture;
import io.rubik.testing.Thrown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DynMemoryConfigTest {

  @Test
  void defaults() throws ConfigException {
    assertEquals(
        new DynMemoryConfig(MemoryPolicy.FSSR, MemoryMeasure.AVAILABLE, Duration.ofSeconds(5)),
        read("{\"policy\": \"fssr\"}"));
  }

  @ParameterizedTest
  @CsvSource({
    "fssr, FSSR, free, FREE, 1",
    "dynLevel, DYN_LEVEL, available, AVAILABLE, 30",
    "none, NONE, free, FREE, 6"
  })
  void everyKeyIsRead(
      String name, MemoryPolicy policy, String counted, MemoryMeasure measure, int seconds)
      throws ConfigException {
    assertEquals(
        new DynMemoryConfig(policy, measure, Duration.ofSeconds(seconds)),
        read(
            "{\"policy\": \"%s\", \"measure\": \"%s\", \"checkInterval\": %d}"
                .formatted(name, counted, seconds)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}" + "| dynMemory.policy: is missing; it must be one of fssr, dynLevel, none",
        "{\"policy\": \"dynlevel\"}"
            + "| dynMemory.policy: \"dynlevel\" is not one of fssr, dynLevel, none",
        "{\"policy\": 1} | dynMemory.policy: 1 is not one of fssr, dynLevel, none",
        "{\"policy\": \"fssr\", \"measure\": \"MemFree\"}"
            + "| dynMemory.measure: \"MemFree\" is not one of available, free",
        "{\"policy\": \"fssr\", \"checkInterval\": 0}"
            + "| dynMemory.checkInterval: 0 is outside 1..30",
        "{\"policy\": \"fssr\", \"checkInterval\": 31}"
            + "| dynMemory.checkInterval: 31 is outside 1..30"
      })
  void otherValueIsAnError(String json, String error) {
    assertEquals(error, Thrown.message(ConfigException.class, () -> read(json)));
  }

  private static DynMemoryConfig read(String json) throws ConfigException {
    return SectionFixture.read("dynMemory", json, DynMemoryConfig::from);
  }
}
