package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "amd64, 257, 3, 73, 95, 0x20000",
    "x86_64, 257, 3, 73, 95, 0x20000",
    "aarch64, 56, 57, 32, 166, 0x8000"
  })
  void processorHasItsNumbers(
      String processor, long openat, long close, long flock, long umask, String noFollow) {
    assertEquals(
        new CallNumbers(openat, close, flock, umask, Long.decode(noFollow)),
        CallNumbers.of(processor));
  }

  @ParameterizedTest
  @ValueSource(strings = {"riscv64", "loongarch64", "x86", "arm", ""})
  void unknownProcessorIsNamed(String processor) {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> CallNumbers.of(processor));

    assertEquals("rubik does not know the processor " + processor, e.getMessage());
  }

  @Test
  void thisMachineIsKnown() {
    SystemCalls calls = SystemCalls.open();

    assertEquals(SystemCalls.class, calls.getClass());
  }
}
