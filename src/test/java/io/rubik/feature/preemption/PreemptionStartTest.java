package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.Recording.Write;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the start asks of the kernel. */
class PreemptionStartTest extends WithPreemption {

  @Test
  void startSucceedsOnAnOpenEulerKernel() throws IOException {
    preemption();

    assertEquals(List.of(), node.recording().openings());
  }

  @Test
  void startFailsOnAKernelWithoutMemoryLevelsWhereTheyAreAskedFor() throws IOException {
    try (CgroupFixture mainline = CgroupFixture.v1().cgroupfs().mainline()) {
      Preemption preemption = preemption(mainline, levels(Resource.MEMORY));

      String message = Thrown.message(UnavailableException.class, preemption::start);

      assertTrue(
          message.startsWith("this kernel has no /sys/fs/cgroup/memory/*/memory.qos_level and"),
          message);
      assertTrue(message.contains("set preemption.provider to auto"), message);
    }
  }

  private static PreemptionConfig levels(Resource... resources) {
    return new PreemptionConfig(
        List.of(resources), PriorityProvider.QOS_LEVEL, BurstableOffline.IDLE, false);
  }

  @Test
  void resourceThatTheKernelLacksIsReportedAndTheOtherWorks() throws IOException {
    try (CgroupFixture mainline = CgroupFixture.v2().systemd().mainline();
        LogCapture log = new LogCapture()) {
      started(mainline, BOTH);

      assertTrue(log.text().startsWith("ERROR"), log.text());
      assertEquals(1, log.lines("memory priority of online pods: this kernel has no"), log.text());
    }
  }

  /** The installed configuration has both. */
  @Test
  void everyKernelHasBothResources() throws IOException {
    try (CgroupFixture mainline = CgroupFixture.v2().systemd().mainline();
        LogCapture log = new LogCapture()) {
      mainline.setFile("/proc/self/oom_score_adj", "0\n");
      started(mainline, BOTH);

      assertEquals("", log.text());
    }
  }

  @Test
  void providerThatTheKernelLacksIsNamed() throws IOException {
    PreemptionConfig config =
        new PreemptionConfig(
            List.of(Resource.CPU), PriorityProvider.IDLE, BurstableOffline.IDLE, false);

    String message = Thrown.message(UnavailableException.class, preemption(node, config)::start);

    assertTrue(
        message.startsWith("this kernel has no /sys/fs/cgroup/cpu/*/cpu.idle (cgroup v1)"),
        message);
  }

  @Test
  void startFailsWhileTheKernelsMemorySwitchIsOff() throws IOException {
    node.setFile("/proc/sys/vm/memcg_qos_enable", "0\n");
    Preemption preemption = preemption(node, config(List.of(Resource.MEMORY), false));

    String message = Thrown.message(UnavailableException.class, preemption::start);

    assertTrue(message.contains("sysctl -w vm.memcg_qos_enable=1"), message);
    assertEquals(List.of(), node.recording().openings());
  }

  /** With the installed configuration, on a node where nobody has turned it on. */
  @Test
  void switchThatIsOffIsReportedAndPreemptionOfCpuWorks() throws IOException {
    node.setFile("/proc/sys/vm/memcg_qos_enable", "0\n");
    try (LogCapture log = new LogCapture()) {
      preemption(node, BOTH).start();

      assertTrue(log.text().startsWith("ERROR"), log.text());
      assertEquals(1, log.lines("is 0, so memory.qos_level has no effect"), log.text());
      assertEquals(List.of(), node.recording().openings());
    }
  }

  @Test
  void startTurnsTheKernelsMemorySwitchOnWhenAllowed() throws IOException {
    node.setFile("/proc/sys/vm/memcg_qos_enable", "0\n");

    preemption(node, config(List.of(Resource.MEMORY), true)).start();

    assertEquals(
        List.of(new Write("/proc/sys/vm/memcg_qos_enable", "1")), node.recording().writes());
  }

  /** The message was the kernel's word alone. */
  @Test
  void switchThatCannotBeTurnedOnIsReportedWithItsFile() throws IOException {
    node.setFile("/proc/sys/vm/memcg_qos_enable", "0\n");
    node.faults().failNext(Operation.WRITE, "/proc/sys/vm/memcg_qos_enable", Errno.EACCES);
    Preemption preemption = preemption(node, config(List.of(Resource.MEMORY), true));

    String message = Thrown.message(UnavailableException.class, preemption::start);

    assertEquals(
        "/proc/sys/vm/memcg_qos_enable: 1 cannot be written: Permission denied, so"
            + " memory.qos_level has no effect; run sysctl -w vm.memcg_qos_enable=1",
        message);
  }

  @Test
  void memorySwitchIsOfNoConcernToCpuAlone() throws IOException {
    node.setFile("/proc/sys/vm/memcg_qos_enable", "0\n");

    preemption(node, config(List.of(Resource.CPU), false)).start();

    assertFalse(node.recording().changes().iterator().hasNext());
  }
}
