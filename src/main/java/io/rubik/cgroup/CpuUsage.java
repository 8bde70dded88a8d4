package io.rubik.cgroup;

/** The line {@code usage_usec 34} of {@code cpu.stat} on v2: CPU time used, in ns. */
record CpuUsage() implements ValueReader<Long> {

  static final long NANOS_PER_MICRO = 1000;

  @Override
  public Long parse(String text) {
    return FlatKeyed.value(text, "usage_usec") * NANOS_PER_MICRO;
  }
}
