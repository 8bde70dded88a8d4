package io.rubik.cgroup;

/** The second number of {@code cpu.max}, {@code 50000 100000}: the period of the quota, in µs. */
record CpuPeriod() implements ValueReader<Long> {

  @Override
  public Long parse(String text) {
    return Long.parseLong(text, endOfQuota(text) + 1, text.length(), 10);
  }

  /** Returns where the first number of {@code cpu.max} ends; fails when there is only one. */
  static int endOfQuota(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("it is not a quota and a period");
    }
    return space;
  }
}
