package io.rubik.usage;

/**
 * What all CPUs together have done since the start of the machine: the first line of {@code
 * /proc/stat}.
 *
 * <pre>
 * cpu  1000 0 500 40000 100 0 20 0 0 0
 *      user nice system idle iowait irq softirq steal guest guest_nice
 * </pre>
 *
 * <p>See proc_stat(5). A guest's time is part of user and nice. Idle and iowait may go backwards.
 *
 * @param busyTicks all but idle and guests; iowait counts as busy
 * @param totalTicks busy and idle
 */
public record CpuTimes(long busyTicks, long totalTicks) {

  /** How many ticks a CPU has in a second, on every architecture rubik runs on (USER_HZ). */
  public static final int TICKS_PER_SECOND = 100;

  private static final int IDLE = 3;
  private static final int FIELDS = 8;

  /**
   * Returns what the file says; fails with {@code IllegalArgumentException} when it does not begin
   * with a line of at least four numbers. Nothing but the result is allocated.
   */
  public static CpuTimes parse(byte[] text, int length) {
    if (length < 5 || text[0] != 'c' || text[1] != 'p' || text[2] != 'u' || text[3] != ' ') {
      throw new IllegalArgumentException("it does not begin with \"cpu \"");
    }
    long busy = 0;
    long idle = 0;
    int field = 0;
    int at = 4;
    while (field < FIELDS && at < length && text[at] != '\n') {
      if (text[at] == ' ') {
        at++;
        continue;
      }
      long number = 0;
      while (at < length && text[at] >= '0' && text[at] <= '9') {
        number = number * 10 + (text[at] - '0');
        at++;
      }
      if (at < length && text[at] != ' ' && text[at] != '\n') {
        throw new IllegalArgumentException("its first line holds more than numbers");
      }
      if (field == IDLE) {
        idle = number;
      } else {
        busy += number;
      }
      field++;
    }
    if (field <= IDLE) {
      throw new IllegalArgumentException("its first line has " + field + " numbers");
    }
    return new CpuTimes(busy, busy + idle);
  }
}
