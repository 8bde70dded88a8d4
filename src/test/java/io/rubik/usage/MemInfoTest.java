package io.rubik.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemInfoTest {

  @Test
  void fileOfANodeIsReadInBytes() throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
      MemInfo info = MemInfo.parse(Files.readString(node.root().resolve("proc/meminfo")));

      assertEquals(new MemInfo(8L << 30, 4L << 30), info);
    }
  }

  @Test
  void orderAndOtherLinesDoNotMatter() {
    String text = "MemFreeX: 9 kB\nMemFree: 0 kB\nHugePages_Total:       0\nMemTotal: 1 kB\n";

    assertEquals(new MemInfo(1024, 0), MemInfo.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MemTotal: 1 kB",
        "MemFree: 1 kB",
        "MemTotal: 0 kB\nMemFree: 0 kB",
        "MemTotal: 1 kB\nMemFree: -1 kB",
        "MemTotal: x kB\nMemFree: 1 kB",
        "MemTotal: 1 MB\nMemFree: 1 kB",
        "MemTotal:\nMemFree: 1 kB"
      })
  void otherTextIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> MemInfo.parse(text));
  }
}
