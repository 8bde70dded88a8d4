package io.rubik.testing;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * cgroup v2: {@code cpu.max} ({@code 50000 100000}, {@code max 100000} or the quota alone) and
 * {@code cpu.max.burst}. A parent may have less than its children.
 */
final class CpuMax {
  private static final Pattern QUOTA_PERIOD =
      Pattern.compile("\\s*(max|\\d{1,19})(\\s+(\\d{1,18}))?\\s*");

  private CpuMax() {}

  static String writeMax(KernelCgroup cgroup, String text) throws IOException {
    Bandwidth now = of(cgroup);
    Bandwidth wanted = parse(text, now.periodMicros(), now.burstMicros()).checked();
    String quota = wanted.unlimited() ? "max" : Long.toString(wanted.quotaMicros());
    return quota + " " + wanted.periodMicros();
  }

  static String writeBurst(KernelCgroup cgroup, String text) throws IOException {
    long micros = KernelNumber.unsigned(text);
    Bandwidth now = of(cgroup);
    new Bandwidth(now.quotaMicros(), now.periodMicros(), micros).checked();
    return Long.toString(micros);
  }

  private static Bandwidth of(KernelCgroup cgroup) throws IOException {
    long burstMicros = cgroup.has("cpu.max.burst") ? cgroup.number("cpu.max.burst") : 0;
    return parse(cgroup.read("cpu.max"), 0, burstMicros);
  }

  private static Bandwidth parse(String text, long periodMicros, long burstMicros)
      throws IOException {
    Matcher max = QUOTA_PERIOD.matcher(text);
    if (!max.matches()) {
      throw Errno.EINVAL.exception();
    }
    String period = max.group(3);
    return new Bandwidth(
        max.group(1).equals("max") ? Bandwidth.UNLIMITED : KernelNumber.unsigned(max.group(1)),
        period == null ? periodMicros : KernelNumber.unsigned(period),
        burstMicros);
  }
}
