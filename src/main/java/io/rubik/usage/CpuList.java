package io.rubik.usage;

/** CPUs as the kernel lists them in {@code /sys/devices/system/cpu/online}: {@code 0-3,8,10-11}. */
public final class CpuList {

  private CpuList() {}

  /** Returns how many are listed; fails with {@code IllegalArgumentException} on other text. */
  public static int count(String text) {
    int count = 0;
    for (String range : text.strip().split(",", -1)) {
      String[] ends = range.split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
      if (last < first) {
        throw new IllegalArgumentException("\"" + range + "\" is not a range of CPUs");
      }
      count += last - first + 1;
    }
    return count;
  }
}
