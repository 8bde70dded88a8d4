package io.rubik.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values in log lines read as in the kernel's files, not as records. */
final class ValueTextTest {

  @ParameterizedTest
  @CsvSource({
    "8388608000, 8388608000",
    "0, 0",
    "9223372036854771712, max",
    "9223372036854710272, max",
    "9223372036854775807, max"
  })
  void memoryLimitIsShownInBytes(long bytes, String text) {
    assertEquals(text, new MemoryLimit(bytes).toString());
  }

  @ParameterizedTest
  @CsvSource({"50000, 50000", "-1, max", "-7, max"})
  void cpuQuotaIsShownInMicroseconds(long micros, String text) {
    assertEquals(text, new CpuQuota(micros).toString());
  }
}
