package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallNumbersTest {

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "x86_64"})
  void intelProcessorHasItsNumbers(String processor) {
    assertEquals(new CallNumbers(257, 3, 73, 95, 41, 42, 1, 0x20000), CallNumbers.of(processor));
  }

  @Test
  void armProcessorHasItsNumbers() {
    assertEquals(new CallNumbers(56, 57, 32, 166, 198, 203, 64, 0x8000), CallNumbers.of("aarch64"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"riscv64", "loongarch64", "x86", "arm", ""})
  void unknownProcessorIsNamed(String processor) {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> CallNumbers.of(processor));

    assertEquals("rubik does not support the processor " + processor, e.getMessage());
  }

  @Test
  void thisMachineIsKnown() {
    SystemCalls calls = SystemCalls.open();

    assertEquals(SystemCalls.class, calls.getClass());
  }
}
