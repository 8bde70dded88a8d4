package io.rubik.loop;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** An event loop on a thread of its own. */
public final class ThreadEventLoop implements EventLoop {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
  private static final Duration INTERRUPTED_LIMIT = Duration.ofSeconds(1);

  private final String name;
  private final ScheduledThreadPoolExecutor executor;

  /** The executor's: an action that fails does not end it. */
  private volatile @Nullable Thread thread;

  /** Creates one whose thread has that name. */
  public ThreadEventLoop(String name) {
    this.name = name;
    this.executor = new ScheduledThreadPoolExecutor(1, this::thread);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Thread thread(Runnable body) {
    Thread fresh = new Thread(body, name);
    thread = fresh;
    return fresh;
  }

  @Override
  public void execute(Runnable action) {
    try {
      executor.execute(() -> run(action));
    } catch (RejectedExecutionException e) {
      Logger.debug("{} has ended: an event came too late", name);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // run logs what an action throws
  public void schedule(Duration delay, Runnable action) {
    try {
      executor.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      Logger.debug("{} has ended: nothing is scheduled any more", name);
    }
  }

  /** The executor would keep what an action throws to itself. */
  private void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      Logger.error(e, "{}: task failed; continuing", name);
    }
  }

  @Override
  public void end() {
    executor.shutdown();
  }

  @Override
  public void close() {
    end();
    try {
      if (!hasEnded(CLOSE_LIMIT)) {
        Logger.error("{} did not end within {} s: interrupted", name, CLOSE_LIMIT.toSeconds());
        interrupt();
        hasEnded(INTERRUPTED_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts only the action that is running: those given after it have yet to run. */
  private void interrupt() {
    Thread stuck = thread;
    if (stuck != null) {
      stuck.interrupt();
    }
  }

  private boolean hasEnded(Duration limit) throws InterruptedException {
    return executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
