package io.rubik.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CpuTimesTest {

  /** Columns: first line, busy, total; guest and guest_nice are part of user and nice. */
  @ParameterizedTest
  @CsvSource({
    "cpu  1 2 4 1000 8 16 32 64 128 256, 127, 1127",
    "cpu  1000 0 500 40000 100 0 20 0 0 0, 1620, 41620",
    "cpu 1 2 4 1000, 7, 1007",
    "cpu  0 0 0 0 0 0 0 0 0 0, 0, 0",
    "cpu  9000000000000000 0 0 1, 9000000000000000, 9000000000000001"
  })
  void firstLineIsRead(String line, long busy, long total) {
    assertEquals(new CpuTimes(busy, total), parse(line));
    assertEquals(new CpuTimes(busy, total), parse(line + "\ncpu0 7 7 7 7 7 7 7 7\nintr 5\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cpu",
        "cpu ",
        "cpu0 1 2 3 4 5",
        "cpu  1 2 3",
        "cpu  1 2 3\n4 5",
        "cpu  1 2 x 4",
        "cpu  1 -2 3 4",
        "intr 1 2 3 4"
      })
  void otherTextIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> parse(text));
  }

  @Test
  void onlyTheLengthGivenIsRead() {
    byte[] buffer = "cpu  1 2 4 1000 8\ncpu9 9".getBytes(US_ASCII);

    assertEquals(new CpuTimes(7, 1007), CpuTimes.parse(buffer, 15));
  }

  @Test
  void fileOfANodeIsRead() throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
      byte[] text = Files.readAllBytes(node.root().resolve("proc/stat"));

      assertEquals(new CpuTimes(1620, 41_620), CpuTimes.parse(text, text.length));
    }
  }

  private static CpuTimes parse(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return CpuTimes.parse(bytes, bytes.length);
  }
}
