package io.rubik.cgroup.watch;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.loop.Ticker;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Reports the cgroups of pods and containers the moment they appear, on a thread of its own, so
 * that their controls are set before anything runs in them.
 */
public final class CgroupWatch implements AutoCloseable {

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

  /** How often a hierarchy is looked for that was unmounted. */
  private static final Duration UNMOUNTED_INTERVAL = Duration.ofSeconds(2);

  private final WatchService service;
  private final WatchedCgroups cgroups;
  private final Thread thread = Thread.ofPlatform().name("cgroups").unstarted(this::run);

  private CgroupWatch(WatchService service, WatchedCgroups cgroups) {
    this.service = service;
    this.cgroups = cgroups;
  }

  /**
   * Returns a watch that runs, empty when the kernel refuses one; then cgroups have to be looked
   * for.
   *
   * @param events is told, on the watch's thread
   */
  public static Optional<CgroupWatch> start(
      CgroupTree tree, KubepodsLayout layout, CgroupEvents events) {
    WatchProblems problems = new WatchProblems(Ticker.system());
    try {
      Collection<Path> hierarchies = tree.hierarchies();
      WatchService service = hierarchies.iterator().next().getFileSystem().newWatchService();
      CgroupWatch watch =
          new CgroupWatch(
              service,
              new WatchedCgroups(service, hierarchies, layout, tree.version(), events, problems));
      watch.thread.start();
      return Optional.of(watch);
    } catch (IOException e) {
      problems.refused(e);
      return Optional.empty();
    }
  }

  /** Returns whether the thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    cgroups.scan();
    while (step()) {}
  }

  /** Continues whatever is thrown: without this thread, pods would run unmarked for a while. */
  private boolean step() {
    try {
      WatchKey key = nextKey();
      if (key != null) {
        cgroups.handle(key);
      } else if (cgroups.isBehind()) {
        cgroups.watchNext();
      } else {
        cgroups.scan();
      }
      return true;
    } catch (ClosedWatchServiceException | InterruptedException e) {
      return false;
    } catch (Throwable e) {
      Logger.error(e, "{}: task failed; continuing", thread.getName());
      return true;
    }
  }

  private @Nullable WatchKey nextKey() throws InterruptedException {
    if (cgroups.isBehind()) {
      return service.poll();
    }
    return cgroups.lacksHierarchy()
        ? service.poll(UNMOUNTED_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
        : service.take();
  }

  /** Ends the watch and waits, at most 5 s, for its thread to end. */
  @Override
  public void close() {
    try {
      service.close();
      thread.join(JOIN_TIMEOUT.toMillis());
      if (thread.isAlive()) {
        Logger.warn(
            "thread {} did not end within {} s", thread.getName(), JOIN_TIMEOUT.toSeconds());
      }
    } catch (IOException e) {
      Logger.warn("the watch of cgroups could not be closed: {}", Reason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
