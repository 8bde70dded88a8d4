package io.rubik.testing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resctrl file {@code schemata} of a machine with one L3 cache of 4 ways, {@code L3:0=f}. A
 * write sets the resources it names; a mask must be of one run of bits. A new group has the root's
 * schemata (Documentation/arch/x86/resctrl.rst).
 */
final class Schemata implements Rule {
  static final String FILE = "schemata";
  static final String ALL = "    L3:0=f";
  private static final Pattern LINE = Pattern.compile("\\s*(L3):0=([0-9a-f])");

  /** The files of a group. */
  static final List<ControlFile> GROUP =
      List.of(
          ControlFile.readWrite("cpus_list", ""),
          ControlFile.readWrite(FILE, ALL, new Schemata()),
          ControlFile.readWrite("tasks", ""));

  @Override
  public String write(KernelCgroup group, String text) throws IOException {
    Map<String, String> masks = new TreeMap<>();
    put(masks, group.read(FILE));
    put(masks, text);
    StringBuilder lines = new StringBuilder();
    masks.forEach((resource, mask) -> lines.append("    ").append(resource).append(":0=" + mask));
    return lines.toString();
  }

  private static void put(Map<String, String> masks, String text) throws IOException {
    for (String line : text.lines().toList()) {
      Matcher schema = LINE.matcher(line);
      if (!schema.matches() || !isOneRun(Integer.parseInt(schema.group(2), 16))) {
        throw Errno.EINVAL.exception();
      }
      masks.put(schema.group(1), schema.group(2));
    }
  }

  private static boolean isOneRun(int mask) {
    int low = Integer.lowestOneBit(mask);
    return mask != 0 && Integer.bitCount(mask + low) <= 1;
  }
}
