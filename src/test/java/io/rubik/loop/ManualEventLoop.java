package io.rubik.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** An event loop that runs when the test says so, at the time the test says it is. */
public final class ManualEventLoop implements EventLoop, Ticker {

  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final PriorityQueue<Due> scheduled =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private long nowNanos;
  private long order;
  private boolean closed;

  private record Due(long nanos, long order, Runnable action) {}

  @Override
  public void execute(Runnable action) {
    if (!closed) {
      actions.add(action);
    }
  }

  @Override
  public void schedule(Duration delay, Runnable action) {
    scheduled.add(new Due(nowNanos + delay.toNanos(), order++, action));
  }

  @Override
  public void end() {
    closed = true;
    scheduled.clear();
  }

  @Override
  public void close() {
    run();
    end();
  }

  @Override
  public long nanos() {
    return nowNanos;
  }

  /** Runs what was given to the loop. */
  public void run() {
    while (!actions.isEmpty()) {
      actions.remove().run();
    }
  }

  /** Lets time pass, and runs what is due on the way. */
  public void pass(Duration time) {
    run();
    long end = nowNanos + time.toNanos();
    while (!scheduled.isEmpty() && scheduled.element().nanos() <= end) {
      Due due = scheduled.remove();
      nowNanos = due.nanos();
      due.action().run();
      run();
    }
    nowNanos = end;
  }

  /** Returns how many actions wait to be run. */
  public int waiting() {
    return actions.size();
  }

  public boolean closed() {
    return closed;
  }
}
