package io.rubik.cgroup;

/**
 * How often and how long a cgroup has been throttled since it was made.
 *
 * @param periods in which it used up its quota
 * @param nanos for which its tasks were held back, summed over the CPUs
 */
public record CpuThrottling(long periods, long nanos) {

  /** The lines {@code nr_throttled 12} and {@code throttled_time 34000} of v1, in ns. */
  record V1() implements ValueReader<CpuThrottling> {

    @Override
    public CpuThrottling parse(String text) {
      return new CpuThrottling(
          FlatKeyed.value(text, "nr_throttled"), FlatKeyed.value(text, "throttled_time"));
    }
  }

  /** The lines {@code nr_throttled 12} and {@code throttled_usec 34} of v2, in µs. */
  record V2() implements ValueReader<CpuThrottling> {

    @Override
    public CpuThrottling parse(String text) {
      return new CpuThrottling(
          FlatKeyed.value(text, "nr_throttled"),
          FlatKeyed.value(text, "throttled_usec") * CpuUsage.NANOS_PER_MICRO);
    }
  }
}
