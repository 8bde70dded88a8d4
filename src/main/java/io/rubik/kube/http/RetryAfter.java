package io.rubik.kube.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The Retry-After header. */
final class RetryAfter {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private RetryAfter() {}

  /** Returns its seconds, at most 30; zero for a date, which API servers do not send. */
  static Duration parse(@Nullable String header) {
    if (header == null || header.isEmpty() || !header.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ZERO;
    }
    if (header.length() > 4) {
      return LIMIT;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(header));
    return asked.compareTo(LIMIT) > 0 ? LIMIT : asked;
  }
}
