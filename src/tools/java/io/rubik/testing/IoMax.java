package io.rubik.testing;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code io.max} of v2, one line for each device: {@code 8:0 rbps=2097152 wbps=max riops=max
 * wiops=120}. A write sets some keys of one device; a line with nothing but max goes. Any device
 * exists.
 */
final class IoMax {
  private static final List<String> KEYS = List.of("rbps", "wbps", "riops", "wiops");
  private static final Pattern DEVICE = Pattern.compile("(\\d+:\\d+)\\s+(\\S.*)");
  private static final Pattern VALUE = Pattern.compile("([a-z]+)=(max|\\d+)");

  private IoMax() {}

  static String write(KernelCgroup cgroup, String text) throws IOException {
    Map<String, Map<String, String>> devices = new TreeMap<>();
    for (String line : cgroup.read("io.max").lines().toList()) {
      set(devices, line);
    }
    set(devices, text.strip());
    return devices.entrySet().stream()
        .filter(device -> device.getValue().values().stream().anyMatch(v -> !v.equals("max")))
        .map(device -> device.getKey() + " " + line(device.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static void set(Map<String, Map<String, String>> devices, String line)
      throws IOException {
    Matcher device = match(DEVICE, line);
    Map<String, String> values =
        devices.computeIfAbsent(device.group(1), any -> new LinkedHashMap<>());
    KEYS.forEach(key -> values.putIfAbsent(key, "max"));
    for (String setting : device.group(2).strip().split("\\s+", -1)) {
      Matcher value = match(VALUE, setting);
      if (!KEYS.contains(value.group(1))) {
        throw Errno.EINVAL.exception();
      }
      if (value.group(2).matches("0+")) {
        throw Errno.ERANGE.exception();
      }
      values.put(value.group(1), value.group(2));
    }
  }

  private static Matcher match(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw Errno.EINVAL.exception();
    }
    return matcher;
  }

  private static String line(Map<String, String> values) {
    return KEYS.stream().map(key -> key + "=" + values.get(key)).collect(Collectors.joining(" "));
  }
}
