package io.rubik.agent;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/** An event loop on a thread of its own. */
final class ThreadEventLoop implements EventLoop {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final String name;
  private final ScheduledThreadPoolExecutor executor;

  ThreadEventLoop(String name) {
    this.name = name;
    this.executor = new ScheduledThreadPoolExecutor(1, body -> new Thread(body, name));
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
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
      Logger.error(e, "{} goes on after a failure", name);
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
      if (!executor.awaitTermination(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        Logger.error("{} did not end in {} s: interrupted", name, CLOSE_LIMIT.toSeconds());
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
