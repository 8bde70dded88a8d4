package io.rubik.pod;

import java.util.OptionalLong;

/**
 * The most that may be used of a resource, as far as it is known.
 *
 * @param amount empty where there is no limit, and where it is not known whether there is one
 */
public record Limit(boolean isKnown, OptionalLong amount) {

  /** No limit. */
  public static final Limit NONE = new Limit(true, OptionalLong.empty());

  /** Nothing is known. */
  public static final Limit UNKNOWN = new Limit(false, OptionalLong.empty());

  /** Returns a limit of that amount. */
  public static Limit of(long amount) {
    return new Limit(true, OptionalLong.of(amount));
  }

  /** Returns whether it is known that there is none. */
  public boolean isNone() {
    return isKnown && amount.isEmpty();
  }

  /** Returns this if it is known, else the other one. */
  public Limit or(Limit other) {
    return isKnown ? this : other;
  }
}
