package io.rubik.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files with one line for each device: {@code blkio.throttle.read_bps_device} reads {@code 8:0
 * 1048576}. The first line of a write sets one device; 0 removes its line. Any device exists.
 */
final class DeviceValues {
  private static final Pattern LINE = Pattern.compile("(\\d+:\\d+)\\s+(\\d+)\\s*");

  private DeviceValues() {}

  static Rule of(String file) {
    return (cgroup, text) -> {
      Matcher line = LINE.matcher(text.strip().lines().findFirst().orElse(""));
      if (!line.matches()) {
        throw Errno.EINVAL.exception();
      }
      Map<String, String> values = values(cgroup.read(file));
      if (KernelNumber.unsigned(line.group(2)) == 0) {
        values.remove(line.group(1));
      } else {
        values.put(line.group(1), line.group(2));
      }
      return String.join(
          "\n", values.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    };
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new TreeMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> values.put(line.group(1), line.group(2)));
    return values;
  }
}
