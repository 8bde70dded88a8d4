package io.rubik.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemInfoTest {

  @Test
  void fileOfANodeIsReadInBytes() throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler()) {
      MemInfo info = MemInfo.parse(Files.readString(node.root().resolve("proc/meminfo")));

      assertEquals(new MemInfo(8L << 30, 4L << 30, OptionalLong.of(6L << 30), 0), info);
    }
  }

  @Test
  void orderAndOtherLinesDoNotMatter() {
    String text = "MemFreeX: 9 kB\nMemFree: 0 kB\nHugePages_Total:       0\nMemTotal: 1 kB\n";

    assertEquals(new MemInfo(1024, 0, OptionalLong.empty(), 0), MemInfo.parse(text));
  }

  /** Columns: lines about huge pages, how much of 100 MiB is left for other programs, in MiB. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                                           | 100",
        "HugePages_Total:       0/Hugepagesize:       2048 kB/Hugetlb:           0 kB | 100",
        "HugePages_Total:      20/Hugepagesize:       2048 kB/Hugetlb:       40960 kB | 60",
        // of other sizes than the default one
        "HugePages_Total:       0/Hugepagesize:       2048 kB/Hugetlb:       65536 kB | 36",
        // before Linux 4.16
        "HugePages_Total:      20/HugePages_Free:       20/Hugepagesize:      2048 kB | 60"
      })
  void hugePagesAreNotForOthers(String lines, long mib) {
    String text = "MemTotal: 102400 kB\nMemFree: 1024 kB\n" + lines.replace('/', '\n') + "\n";

    assertEquals(mib << 20, MemInfo.parse(text).ordinaryBytes());
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
        "MemTotal:\nMemFree: 1 kB",
        "MemTotal: 9 kB\nMemFree: 1 kB\nMemAvailable: x kB",
        "MemTotal: 9 kB\nMemFree: 1 kB\nMemAvailable: -1 kB",
        "MemTotal: 9 kB\nMemFree: 1 kB\nHugetlb: 9 kB",
        "MemTotal: 9 kB\nMemFree: 1 kB\nHugetlb: -1 kB",
        "MemTotal: 9 kB\nMemFree: 1 kB\nHugePages_Total: 5\nHugepagesize: 2 kB"
      })
  void otherTextIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> MemInfo.parse(text));
  }
}
