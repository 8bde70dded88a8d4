package io.rubik.kube;

import io.rubik.kube.http.ApiServer;
import io.rubik.pod.PodStore;
import java.time.Duration;
import org.tinylog.Logger;

/** Keeps a store in sync with the API server's pods of a node, on a thread of its own. */
public final class PodInformer implements AutoCloseable {

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

  private final PodListWatch source;
  private final ListWatchLoop loop;
  private final InformerLog log;
  private final Timing timing;
  private final Thread thread;

  /**
   * Prepares to watch; the store is used by the informer's thread alone.
   *
   * @param onSynced is called after each list, when the store holds all pods of the node
   */
  public PodInformer(ApiServer server, NodeName node, PodStore store, Runnable onSynced) {
    this(server, node, store, onSynced, Timing.system());
  }

  PodInformer(ApiServer server, NodeName node, PodStore store, Runnable onSynced, Timing timing) {
    this.source = new PodListWatch(server, node);
    this.log = new InformerLog(server, node, onSynced, timing.nanoTime());
    this.loop = new ListWatchLoop(source, store, log, timing);
    this.timing = timing;
    this.thread = Thread.ofPlatform().name("kube").unstarted(this::run);
  }

  /** Begins to list and watch. */
  public void start() {
    thread.start();
  }

  /**
   * Returns the time since the last contact with the API server (a list, an event or a bookmark);
   * before the first list, since the informer was created.
   */
  public Duration age() {
    return log.age();
  }

  /** Returns whether the API server is away: lists or watches are failing. */
  public boolean isAway() {
    return log.isAway();
  }

  /** Returns whether the informer's thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Cancels the current list or watch and waits, at most 5 s, for the thread to end. */
  @Override
  public void close() {
    source.cancel();
    thread.interrupt();
    try {
      thread.join(JOIN_TIMEOUT.toMillis());
      if (thread.isAlive()) {
        Logger.warn(
            "thread {} did not stop within {} s", thread.getName(), JOIN_TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!source.isCancelled()) {
        timing.sleeper().sleep(step());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Catches everything: without this thread rubik would silently miss all changes. */
  private Duration step() {
    try {
      return loop.step();
    } catch (Throwable e) {
      return loop.recover(e);
    }
  }
}
