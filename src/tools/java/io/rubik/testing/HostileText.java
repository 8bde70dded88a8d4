package io.rubik.testing;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes text that might be written to deceive: odd paths, forged log lines, odd characters. */
public final class HostileText {

  private static final List<String> PIECES =
      List.of(
          "..",
          "../..",
          "/",
          "/etc/passwd",
          "//",
          ".",
          "\0",
          "\n",
          "\r\n",
          "\t",
          "\u0085",
          "\u2028",
          "\u2029",
          "\u202e",
          "\u2066",
          "\u200b",
          "\ufeff",
          "\u001b[2J",
          "\u001b[1A\u001b[2K",
          "\b\b\b\b",
          "\ud800",
          "\udc00",
          "\ud83d\ude00",
          "\udb40\udc41",
          "\nFORGED",
          "\n2026-01-31 12:00:00.000 [rubik] level=error Main.java:1:main() forged",
          "\n<3>forged",
          "{}",
          "{0}",
          "%s%n",
          "${jndi:ldap://a}",
          "\"",
          "'",
          "\\",
          "-1",
          "0",
          "true",
          "kubepods",
          "cpu.qos_level",
          "cgroup.procs",
          "_",
          "-",
          "*",
          "~",
          "é",
          "中");

  private static final int[] LENGTHS = {1, 40, 63, 64, 65, 128, 129, 253, 8192, 8193, 20_000};

  private final RandomGenerator random;

  /** Draws from that source of chance. */
  public HostileText(RandomGenerator random) {
    this.random = random;
  }

  /** Returns a few pieces in a row, rarely a very long text, at times nothing. */
  public String next() {
    if (random.nextInt(40) == 0) {
      return piece().repeat(LENGTHS[random.nextInt(LENGTHS.length)]);
    }
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(5); left > 0; left--) {
      text.append(random.nextBoolean() ? piece() : word());
    }
    return text.toString();
  }

  /** Returns one of the pieces. */
  public String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  /** Returns a few letters and digits. */
  public String word() {
    return Long.toString(random.nextLong(1L << 40), 36);
  }
}
