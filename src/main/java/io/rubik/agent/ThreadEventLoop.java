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
      executor.execute(action);
    } catch (RejectedExecutionException e) {
      Logger.debug("{} has ended: an event came too late", name);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the runner's actions catch what they throw
  public void schedule(Duration delay, Runnable action) {
    try {
      executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      Logger.debug("{} has ended: nothing is scheduled any more", name);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
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
