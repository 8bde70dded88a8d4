package io.rubik.cgroup;

import java.util.List;

/** Every kernel control rubik uses. */
public final class Attributes {

  /**
   * -1 offline, 0 online: online tasks preempt offline ones. openEuler kernels alone; a write walks
   * the subtree, a new child inherits its parent's, and -1 → 0 is EINVAL.
   */
  public static final Attribute<Integer> CPU_QOS_LEVEL =
      Attribute.onV1(Controller.CPU, "cpu.qos_level", ValueType.integer(-1, 0)).lasting();

  /**
   * -1 offline, 0 online: memory is taken from offline groups first. openEuler kernels alone; it
   * counts only while {@code /proc/sys/vm/memcg_qos_enable} is 1.
   */
  public static final Attribute<Integer> MEMORY_QOS_LEVEL =
      Attribute.onV1(Controller.MEMORY, "memory.qos_level", ValueType.integer(-1, 0)).lasting();

  /** All of them. */
  public static final List<Attribute<?>> ALL = List.of(CPU_QOS_LEVEL, MEMORY_QOS_LEVEL);

  private Attributes() {}
}
