package io.rubik.problem;

import org.jspecify.annotations.Nullable;
import org.tinylog.Level;

/**
 * Something that is wrong now.
 *
 * @param subject what it concerns, the start of each log line: {@code pod default/web (uid)}
 * @param reason what is wrong, and what to do where that is not obvious
 * @param identity two reports with the same one are the same problem, whatever their reasons say
 * @param cause logged with its stack trace; null when the reason says it all
 */
public record Problem(
    Level level, String subject, String reason, String identity, @Nullable Throwable cause) {

  /** Returns a problem that has to be fixed. */
  public static Problem error(String subject, String reason) {
    return new Problem(Level.ERROR, subject, reason, reason, null);
  }

  /** Returns a problem that should be looked at. */
  public static Problem warning(String subject, String reason) {
    return new Problem(Level.WARN, subject, reason, reason, null);
  }

  /** Returns something worth knowing that needs no action. */
  public static Problem info(String subject, String reason) {
    return new Problem(Level.INFO, subject, reason, reason, null);
  }

  /** Returns the same problem, logged with the stack trace of a fault of the program. */
  public Problem causedBy(Throwable fault) {
    return new Problem(level, subject, reason, identity, fault);
  }

  /** Returns the same problem, which counts as unchanged while this key is the same. */
  public Problem identifiedBy(String key) {
    return new Problem(level, subject, reason, key, cause);
  }

  /**
   * Returns the same problem, which counts as unchanged while its reason differs in numbers only.
   */
  public Problem ignoringNumbers() {
    StringBuilder key = new StringBuilder(reason.length());
    for (int i = 0; i < reason.length(); i++) {
      char c = reason.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (!isDigit) {
        key.append(c);
      } else if (i == 0 || key.charAt(key.length() - 1) != '0') {
        key.append('0');
      }
    }
    return identifiedBy(key.toString());
  }
}
