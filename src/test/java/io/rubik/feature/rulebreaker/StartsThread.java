package io.rubik.feature.rulebreaker;

/** A feature has one thread, the agent's. */
public final class StartsThread {

  Thread thread() {
    return new Thread(() -> {});
  }
}
