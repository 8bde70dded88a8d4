package io.rubik.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as the kernel parses them (lib/kstrtox.c, lib/cmdline.c). */
final class KernelNumber {
  private static final String DIGITS = "(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)";
  private static final Pattern KSTRTOX = Pattern.compile("([+-]?)" + DIGITS + "\n?");
  private static final Pattern MEMPARSE = Pattern.compile(DIGITS + "?([KMGTPE]?)");
  private static final BigInteger MAX_U64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final BigInteger MAX_S64 = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN_S64 = BigInteger.valueOf(Long.MIN_VALUE);

  private KernelNumber() {}

  /** Fails with EINVAL if the text is not a number, with ERANGE if it does not fit. */
  static long signed(String text) throws IOException {
    return kstrtox(text, MIN_S64, MAX_S64).longValue();
  }

  /** The bits of an unsigned number; fails as {@link #signed} does. */
  static long unsigned(String text) throws IOException {
    if (text.startsWith("-")) {
      throw Errno.EINVAL.exception();
    }
    return kstrtox(text, BigInteger.ZERO, MAX_U64).longValue();
  }

  /** The bits of an unsigned size such as {@code 4096} or {@code 1M}; wraps above 64 bits. */
  static long bytes(String text) throws IOException {
    Matcher size = MEMPARSE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw Errno.EINVAL.exception();
    }
    String digits = size.group(1);
    BigInteger number = digits == null ? BigInteger.ZERO : magnitude(digits);
    int power = size.group(2).isEmpty() ? 0 : "KMGTPE".indexOf(size.group(2)) + 1;
    return number.shiftLeft(10 * power).longValue();
  }

  private static BigInteger kstrtox(String text, BigInteger min, BigInteger max)
      throws IOException {
    Matcher number = KSTRTOX.matcher(text);
    if (!number.matches()) {
      throw Errno.EINVAL.exception();
    }
    BigInteger magnitude = magnitude(number.group(2));
    BigInteger value = number.group(1).equals("-") ? magnitude.negate() : magnitude;
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw Errno.ERANGE.exception();
    }
    return value;
  }

  private static BigInteger magnitude(String digits) {
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return new BigInteger(digits.substring(2), 16);
    }
    return new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
  }
}
