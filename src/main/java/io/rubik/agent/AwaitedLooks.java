package io.rubik.agent;

import io.rubik.loop.EventLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at the awaited pods as soon as the first of them is due, and no more than once then. */
final class AwaitedLooks {

  private final AwaitedPods awaited;
  private final EventLoop loop;
  private final Runnable look;

  /** The look that is scheduled, and how long it was to wait; earlier ones are void. */
  private int looks;

  private @Nullable Duration next;

  AwaitedLooks(AwaitedPods awaited, EventLoop loop, Runnable look) {
    this.awaited = awaited;
    this.loop = loop;
    this.look = look;
  }

  /** Schedules a look, unless no pod is awaited or an earlier look is scheduled. */
  void schedule() {
    Duration wait = awaited.nextLook().orElse(null);
    if (wait != null && (next == null || wait.compareTo(next) < 0)) {
      next = wait;
      int number = ++looks;
      loop.schedule(wait, () -> look(number));
    }
  }

  private void look(int number) {
    if (number == looks) {
      next = null;
      look.run();
      schedule();
    }
  }
}
