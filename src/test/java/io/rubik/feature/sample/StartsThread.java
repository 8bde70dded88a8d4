package io.rubik.feature.sample;

/** A feature has one thread, the agent's. */
public final class StartsThread {

  Thread thread() {
    return new Thread(() -> {});
  }
}
