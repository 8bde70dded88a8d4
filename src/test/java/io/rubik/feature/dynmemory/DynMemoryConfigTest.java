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
        new DynMemoryConfig(MemoryPolicy.FSSR, Duration.ofSeconds(5)),
        read("{\"policy\": \"fssr\"}"));
  }

  @ParameterizedTest
  @CsvSource({"fssr, FSSR, 1", "dynLevel, DYN_LEVEL, 30", "none, NONE, 6"})
  void everyKeyIsRead(String name, MemoryPolicy policy, int seconds) throws ConfigException {
    assertEquals(
        new DynMemoryConfig(policy, Duration.ofSeconds(seconds)),
        read("{\"policy\": \"" + name + "\", \"checkInterval\": " + seconds + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}" + "| dynMemory.policy: is missing; it must be one of fssr, dynLevel, none",
        "{\"policy\": \"dynlevel\"}"
            + "| dynMemory.policy: \"dynlevel\" is not one of fssr, dynLevel, none",
        "{\"policy\": 1} | dynMemory.policy: 1 is not one of fssr, dynLevel, none",
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
