package io.rubik.host;

import java.util.List;
import sun.misc.Signal;

/** Signals sent to this process. */
public final class Signals {

  private Signals() {}

  /** Runs an action, on a thread of its own, whenever SIGTERM or SIGINT arrives. */
  public static void onStop(Runnable action) {
    for (String name : List.of("TERM", "INT")) {
      Signal.handle(new Signal(name), signal -> action.run());
    }
  }
}
