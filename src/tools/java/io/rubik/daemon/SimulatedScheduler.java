package io.rubik.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts on a scratch node what the kernel's scheduler counts: how busy the CPUs are, and how often
 * and how long containers are throttled. Counters move when {@link #advance} is called, by the time
 * that has passed.
 */
public final class SimulatedScheduler {

  private static final double TICKS_PER_NANO = 100 / 1e9;
  private static final int CPUS = 2;
  private static final int PERCENT = 100;
  private static final long PERIOD_NANOS = Duration.ofMillis(100).toNanos();

  /** Counters begin so high that they keep their number of digits. */
  private static final long FIRST = 1_000_000_000_000L;

  private final ScratchNode node;
  private final Map<String, Load> throttled = new LinkedHashMap<>();
  private long lastNanos = System.nanoTime();
  private int busyPercent;
  private double busyTicks = FIRST;
  private double idleTicks = FIRST;

  /** What a container has had since it is throttled. */
  private static final class Load {
    private long nanos;

    String stat() {
      long periods = nanos / PERIOD_NANOS;
      return "nr_periods %d\nnr_throttled %d\nthrottled_time %d\n"
          .formatted(FIRST + periods, FIRST + periods, FIRST + periods * PERIOD_NANOS / 2);
    }

    /** A fifth of a CPU on average: its load comes in bursts. */
    String usage() {
      return FIRST + nanos / 5 + "\n";
    }
  }

  /** Begins with two CPUs that are idle. */
  public SimulatedScheduler(ScratchNode node) throws IOException {
    this.node = node;
    node.write("proc/stat", stat());
  }

  /** Has the CPUs be busy by so much from now on. */
  public void busy(int percent) throws IOException {
    advance();
    busyPercent = percent;
  }

  /** Has a container be throttled for a half of each period from now on. */
  public void throttle(String container) throws IOException {
    advance();
    Load load = new Load();
    node.set("cpu", container, "cpu.stat", load.stat().strip());
    node.set("cpu", container, "cpuacct.usage", load.usage().strip());
    throttled.put(container, load);
  }

  /** Counts the time since it was called last. */
  public void advance() throws IOException {
    long now = System.nanoTime();
    long nanos = now - lastNanos;
    lastNanos = now;
    double ticks = nanos * TICKS_PER_NANO * CPUS;
    busyTicks += ticks * busyPercent / PERCENT;
    idleTicks += ticks * (PERCENT - busyPercent) / PERCENT;
    node.overwrite("proc/stat", stat());
    for (Map.Entry<String, Load> entry : throttled.entrySet()) {
      String directory = "sys/fs/cgroup/cpu/" + entry.getKey();
      Load load = entry.getValue();
      load.nanos += nanos;
      node.overwrite(directory + "/cpuacct.usage", load.usage());
      node.overwrite(directory + "/cpu.stat", load.stat());
    }
  }

  private String stat() {
    return "cpu  %d 0 0 %d 0 0 0 0 0 0\n".formatted((long) busyTicks, (long) idleTicks);
  }
}
