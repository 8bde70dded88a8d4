package io.rubik.cgroup;

/**
 * How a cgroup's tasks compete for CPUs with those beside it: only for what these leave, or by a
 * weight. Two files hold it, for the kernel takes the weight away while {@code cpu.idle} is 1, and
 * gives the default back, not what it was (cgroup-v2.rst, cpu.idle; kernel/sched/fair.c,
 * sched_group_set_idle).
 *
 * @param weight as in the file of the version of cgroup; 0 while idle
 */
public record CpuPriority(boolean isIdle, int weight) {

  /**
   * 1: a CPU on which only such tasks run counts as free for any other. From Linux 5.15, on either
   * version. What is claimed is {@link Attributes#CPU_PRIORITY}.
   */
  public static final Setting<Integer> IDLE_FILE =
      Setting.onV1(Controller.CPU, "cpu.idle", ValueType.integer(0, 1))
          .andOnV2("cpu.idle", ValueType.integer(0, 1));

  /**
   * CPU time in relation to the cgroups beside it: {@code cpu.shares}, 2..262144, 1024 in a new
   * cgroup, on v1; {@code cpu.weight}, 1..10000, 100 in a new one, on v2. EINVAL while idle.
   */
  public static final Setting<Integer> WEIGHT_FILE =
      Setting.onV1(Controller.CPU, "cpu.shares", ValueType.integer(2, 262_144))
          .andOnV2("cpu.weight", ValueType.integer(1, 10_000));

  /** Only what others leave. */
  public static final CpuPriority IDLE = new CpuPriority(true, 0);

  private static final String IDLE_TEXT = "idle";
  private static final String WEIGHT_TEXT = "weight ";

  /** Returns that of a weight. */
  public static CpuPriority weight(int weight) {
    return new CpuPriority(false, weight);
  }

  /** The text in the journal: {@code idle}, {@code weight 79}. */
  record Text(int min, int max) implements ValueType<CpuPriority> {

    @Override
    public CpuPriority parse(String text) {
      if (text.equals(IDLE_TEXT)) {
        return IDLE;
      }
      if (!text.startsWith(WEIGHT_TEXT)) {
        throw new IllegalArgumentException("\"" + text + "\" is neither idle nor a weight");
      }
      return weight(Integer.parseInt(text.substring(WEIGHT_TEXT.length())));
    }

    @Override
    public String format(CpuPriority value) {
      if (!value.isIdle() && (value.weight() < min || value.weight() > max)) {
        throw new IllegalArgumentException(value.weight() + " is outside " + min + ".." + max);
      }
      return value.toString();
    }
  }

  /** Returns {@code idle}, {@code weight 79}. */
  @Override
  public String toString() {
    return isIdle ? IDLE_TEXT : WEIGHT_TEXT + weight;
  }
}
