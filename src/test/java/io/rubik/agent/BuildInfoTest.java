package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BuildInfoTest {

  @Test
  void valueIsTheLastWordOfItsLine() {
    BuildInfo info = new BuildInfo("1.2.3", "4", "0123456789ab", "2026-01-31T12:00:00Z");

    List<String> lines = info.text().lines().toList();

    assertEquals("Version:       1.2.3", lines.get(0));
    assertEquals("Release:       4", lines.get(1));
    assertEquals("Java Version:  " + System.getProperty("java.version"), lines.get(2));
    assertEquals("Git Commit:    0123456789ab", lines.get(3));
    assertEquals("Built:         2026-01-31T12:00:00Z", lines.get(4));
    assertEquals("OS/Arch:       linux/" + System.getProperty("os.arch"), lines.get(5));
    assertEquals(6, lines.size());
  }

  /** Scripts take the last field of the lines that begin with Version and Release. */
  @Test
  void oneLineBeginsWithVersionAndOneWithRelease() {
    List<String> lines = BuildInfo.load().text().lines().toList();

    assertEquals(1, lines.stream().filter(line -> line.startsWith("Version")).count());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("Release")).count());
    assertTrue(lines.stream().allMatch(line -> line.matches("[^:]+: +\\S+")), lines.toString());
  }

  @Test
  void buildLeavesNoPlaceholder() {
    BuildInfo info = BuildInfo.load();

    assertFalse(info.toString().contains("$"), info.toString());
    assertTrue(info.version().matches("\\d+\\.\\d+\\.\\d+.*"), info.version());
  }
}
