package io.rubik.kube;

import io.rubik.kube.http.ApiServer;
import io.rubik.pod.Informer;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodKeys;
import io.rubik.problem.ProblemLog;
import java.time.Duration;
import java.util.List;
import org.tinylog.Logger;

/** Keeps the registry of pods in sync with the API server, on a thread of its own. */
public final class PodInformer implements Informer {

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

  private final PodListWatch source;
  private final ListWatchLoop loop;
  private final InformerLog log;
  private final Timing timing;
  private final Thread thread;

  /**
   * Prepares to watch; the admission is used by the informer's thread alone.
   *
   * @param keys of the annotations and labels that are read
   * @param onSynced is run after each list, when the registry holds all pods of the node
   */
  public PodInformer(
      ApiServer server, NodeName node, PodKeys keys, PodAdmission admission, Runnable onSynced) {
    this(server, node, keys, admission, onSynced, Timing.system());
  }

  PodInformer(
      ApiServer server,
      NodeName node,
      PodKeys keys,
      PodAdmission admission,
      Runnable onSynced,
      Timing timing) {
    this.source = new PodListWatch(server, node, keys);
    this.log = new InformerLog(server, node, onSynced, timing.ticker());
    this.loop = new ListWatchLoop(source, admission, log, timing);
    this.timing = timing;
    this.thread = Thread.ofPlatform().name("kube").unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  /** Returns the time since the last list, event or bookmark. */
  @Override
  public Duration age() {
    return log.age();
  }

  @Override
  public boolean isSynced() {
    return log.isSynced();
  }

  /** Lists or watches fail. */
  @Override
  public boolean isAway() {
    return log.isAway();
  }

  @Override
  public List<ProblemLog.Active<String>> outages() {
    return log.outages();
  }

  @Override
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
