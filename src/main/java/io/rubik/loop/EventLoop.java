package io.rubik.loop;

import java.time.Duration;

/** One thread that runs what it is given, in order, and later what is due later. */
public interface EventLoop {

  /** Runs an action after those given before; does nothing once the loop is closed. */
  void execute(Runnable action);

  /** Runs an action when the delay has passed, unless the loop is closed by then. */
  void schedule(Duration delay, Runnable action);

  /** Takes no more actions, and ends once those already given have been run; does not wait. */
  void end();

  /** Takes no more actions, runs those already given but not those due later, and ends. */
  void close();
}
