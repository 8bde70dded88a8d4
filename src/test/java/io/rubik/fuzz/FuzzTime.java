package io.rubik.fuzz;

import java.time.Duration;

/**
 * How long to try random input, and from which seed: properties {@code rubik.fuzz.seconds} and
 * {@code rubik.fuzz.seed}.
 */
record FuzzTime(Duration time, long firstSeed) {

  private static final int DEFAULT_SECONDS = 3;
  private static final int DEFAULT_SEED = 1;

  /** One round, all of whose chance comes from the seed. */
  interface Round {
    void run(long seed) throws Exception;
  }

  /** Returns what the properties say. */
  static FuzzTime given() {
    return new FuzzTime(
        Duration.ofSeconds(Long.getLong("rubik.fuzz.seconds", DEFAULT_SECONDS)),
        Long.getLong("rubik.fuzz.seed", DEFAULT_SEED));
  }

  /** Runs rounds of seed after seed, at least one, until the time is over; returns how many. */
  long run(Round round) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    long seed = firstSeed;
    do {
      try {
        round.run(seed++);
      } catch (Exception | Error e) {
        String repeat = "-Drubik.fuzz.seconds=0 -Drubik.fuzz.seed=" + (seed - 1);
        throw new AssertionError("repeat with " + repeat + ": " + e.getMessage(), e);
      }
    } while (System.nanoTime() < end);
    return seed - firstSeed;
  }
}
