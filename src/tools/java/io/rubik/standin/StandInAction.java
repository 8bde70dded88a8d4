package io.rubik.standin;

/** What the stand-in does at once when asked from outside. */
public enum StandInAction {
  /** Ends all watches cleanly. */
  CUT_WATCHES,
  /** Drops all connections with a TCP reset. */
  RESET_CONNECTIONS,
  /** Lets no byte in or out until THAW. */
  FREEZE,
  /** Ends FREEZE. */
  THAW,
  /** Forgets the history of changes. */
  COMPACT,
  /** Sends a bookmark on every watch. */
  BOOKMARK,
  /** Takes {@code token} as the bearer token from now on. */
  TOKEN,
  /**
   * Marks pods deleted with a deletion time instead of removing them; {@code DELETE} with grace 0
   * removes.
   */
  GRACEFUL_DELETION,
  /** Removes deleted pods at once. */
  IMMEDIATE_DELETION,
  /**
   * Stops, stays down for {@code downSeconds} and starts again, with {@code newCertificate} if
   * true.
   */
  RESTART
}
