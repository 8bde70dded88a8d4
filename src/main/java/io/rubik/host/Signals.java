package io.rubik.host;

import sun.misc.Signal;

/** Signals sent to this process. */
public final class Signals {

  private Signals() {}

  /** Runs an action, on a thread of its own, whenever the signal arrives: TERM, INT, HUP. */
  public static void on(String name, Runnable action) {
    Signal.handle(new Signal(name), signal -> action.run());
  }
}
