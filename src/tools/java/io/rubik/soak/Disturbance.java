package io.rubik.soak;

import java.util.random.RandomGenerator;

/**
 * Something that goes wrong for a while.
 *
 * @param target two of one target are not at the same time
 */
record Disturbance(String name, Target target, Body body) {

  /** What it happens to. */
  enum Target {
    SERVER,
    RUBIK,
    FILES
  }

  /** Begins, waits and ends it. */
  interface Body {
    void run(World world, RandomGenerator random) throws Exception;
  }
}
