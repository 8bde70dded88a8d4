package io.rubik.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.ReadBuffer;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CpuActivityTest {

  private static final String PATH = "kubepods/pod1";

  private final ReadBuffer buffer = new ReadBuffer();

  private static void show(CgroupFixture node, long usageMicros) {
    if (node.isV2()) {
      node.set(
          "cpu",
          PATH,
          "cpu.stat",
          "usage_usec %d%nuser_usec 1%nnr_periods 9%nnr_throttled 3%nthrottled_usec 4"
              .formatted(usageMicros));
    } else {
      node.set("cpu", PATH, "cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 4000");
      node.set("cpuacct", PATH, "cpuacct.usage", Long.toString(usageMicros * 1000));
    }
  }

  private static Optional<CpuActivity> open(CgroupFixture node) throws IOException {
    return CpuActivity.open(node.tree(), PATH);
  }

  @EveryLayout
  void isReadEachTimeUntilTheCgroupIsGone(CgroupFixture node) throws IOException {
    try (node) {
      node.cgroup(PATH);
      show(node, 5);
      try (CpuActivity activity = open(node).orElseThrow()) {
        assertTrue(activity.read(buffer));
        assertEquals(5000, activity.usageNanos());
        assertEquals(3, activity.throttledPeriods());
        assertEquals(4000, activity.throttledNanos());

        show(node, 123_456_789);
        assertTrue(activity.read(buffer));
        assertEquals(123_456_789_000L, activity.usageNanos());
        assertTrue(activity.isCurrent());

        node.remove(PATH);
        assertFalse(activity.read(buffer));
        node.cgroup(PATH);
        assertFalse(activity.read(buffer));
        assertFalse(activity.isCurrent());
      }
    }
  }

  @EveryLayout
  void isEmptyWhereThereIsNoCgroup(CgroupFixture node) throws IOException {
    try (node) {
      assertEquals(Optional.empty(), open(node));
    }
  }

  @Test
  void textThatIsNoneOfTheKernelsIsNamed() throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline().cgroup(PATH)) {
      try (CpuActivity activity = open(node).orElseThrow()) {
        node.set("cpuacct", PATH, "cpuacct.usage", "12x");

        String failure = Thrown.message(IOException.class, () -> activity.read(buffer));

        assertTrue(failure.contains("/cpuacct.usage: holds \"12x\": "), failure);
      }
    }
  }
}
