package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journal on cgroup v2, with a limit set on a pod. */
class JournalNamesTest {

  private final CgroupFixture node = CgroupFixture.v2().cgroupfs().mainline();
  private final String pod = node.pod("burstable", "uid-1");

  @BeforeEach
  void setLimit() throws IOException {
    ControlsFixture.start(node, () -> 0)
        .owner("first")
        .claim(Subject.NODE, Target.of(pod, Attributes.MEMORY_LIMIT))
        .set(new MemoryLimit(1 << 20));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String journal() throws IOException {
    return Files.readString(ControlsFixture.journal(node));
  }

  @Test
  void entryNamesTheFileOfV2() throws IOException {
    assertTrue(journal().contains("\"hold\":\"memory.max\""), journal());
  }

  @Test
  void entryIsRestoredByTheFileOfV2() throws IOException {
    ControlsFixture.start(node, () -> 0).close();

    assertEquals("max", node.read("", pod, "memory.max"));
  }

  /** Rubik 0.1.0 named the file of v1 there. */
  @Test
  void entryOfAnEarlierVersionIsRestoredToo() throws IOException {
    String text = journal().replace("memory.max", "memory.limit_in_bytes");
    node.setFile(ControlsFixture.journal(node).toString(), text);

    ControlsFixture.start(node, () -> 0).close();

    assertEquals("max", node.read("", pod, "memory.max"));
  }
}
