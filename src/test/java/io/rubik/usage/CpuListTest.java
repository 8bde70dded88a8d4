package io.rubik.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CpuListTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 1", "0-3 | 4", "0-3,8 | 5", "0,2,4-5 | 4", "0-127 | 128"})
  void cpusAreCounted(String text, int count) {
    assertEquals(count, CpuList.count(text + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "3-0", "0-", "-1", "0,,1"})
  void otherTextIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> CpuList.count(text));
  }
}
