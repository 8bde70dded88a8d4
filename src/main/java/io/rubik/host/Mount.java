package io.rubik.host;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One mounted file system, a line of {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)):
 *
 * <pre>
 * 32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
 * </pre>
 *
 * @param id distinguishes it from the others
 * @param parent the ID of the mount it is on
 * @param root what of the file system is mounted, {@code /} for all of it
 * @param point where it is mounted
 * @param type of the file system: {@code cgroup}, {@code cgroup2}
 * @param isReadOnly whether the mount or the file system is
 * @param options of the file system: for cgroup v1 its controllers are among them
 */
public record Mount(
    String id,
    String parent,
    String root,
    String point,
    String type,
    boolean isReadOnly,
    Set<String> options) {

  private static final String SEPARATOR = "-";
  private static final String READ_ONLY = "ro";
  private static final int ID = 0;
  private static final int PARENT = 1;
  private static final int ROOT = 3;
  private static final int POINT = 4;
  private static final int MOUNT_OPTIONS = 5;
  private static final int FIRST_TAG = 6;
  private static final int ESCAPE_DIGITS = 3;
  private static final int OCTAL = 8;

  /** Copies the options. */
  public Mount {
    options = Set.copyOf(options);
  }

  /** Returns whether this one is mounted over the other, or over a directory above its place. */
  public boolean covers(Mount other) {
    boolean isOnIt = parent.equals(other.id) && point.equals(other.point);
    boolean isAboveIt = parent.equals(other.parent) && isAtOrAbove(other.point);
    return !id.equals(other.id) && (isOnIt || (isAboveIt && !point.equals(other.point)));
  }

  /** Returns whether its place is that path or above it. */
  public boolean isAtOrAbove(String path) {
    return path.equals(point) || path.startsWith(point.endsWith("/") ? point : point + "/");
  }

  /** Returns the mount of a line, empty when the line has another form. */
  static Optional<Mount> parse(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    if (fields.size() <= FIRST_TAG) {
      return Optional.empty();
    }
    int end = fields.subList(FIRST_TAG, fields.size()).indexOf(SEPARATOR);
    int type = FIRST_TAG + end + 1;
    if (end < 0 || fields.size() < type + 3) {
      return Optional.empty();
    }
    Set<String> options = options(fields.get(type + 2));
    return Optional.of(
        new Mount(
            fields.get(ID),
            fields.get(PARENT),
            unescaped(fields.get(ROOT)),
            unescaped(fields.get(POINT)),
            fields.get(type),
            options.contains(READ_ONLY) || options(fields.get(MOUNT_OPTIONS)).contains(READ_ONLY),
            options));
  }

  private static Set<String> options(String text) {
    return Set.copyOf(List.of(text.split(",", -1)));
  }

  /** The kernel writes a space as {@code \040}, and so tab, newline, backslash and {@code #}. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      int octal = from[i] == '\\' ? octal(from, i + 1) : -1;
      to[length++] = octal < 0 ? from[i] : (byte) octal;
      i += octal < 0 ? 0 : ESCAPE_DIGITS;
    }
    return new String(to, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns the value of three octal digits, -1 where there are none. */
  private static int octal(byte[] text, int start) {
    if (start + ESCAPE_DIGITS > text.length) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < start + ESCAPE_DIGITS; i++) {
      if (text[i] < '0' || text[i] >= '0' + OCTAL) {
        return -1;
      }
      value = value * OCTAL + text[i] - '0';
    }
    return value;
  }
}
