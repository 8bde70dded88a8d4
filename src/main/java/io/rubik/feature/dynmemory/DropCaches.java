package io.rubik.feature.dynmemory;

import io.rubik.control.HostSettings;
import io.rubik.control.Owner;
import io.rubik.feature.FeatureContext;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import io.rubik.usage.NodeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.tinylog.Logger;

/**
 * The node's page cache, dentries and inodes, dropped by {@code /proc/sys/vm/drop_caches}. Online
 * pods read their files from disk again afterwards: so it is done at most once in five minutes, and
 * not again in a shortage in which it brought nothing.
 */
final class DropCaches {

  /** How long the caches are left alone after they were dropped. */
  static final Duration INTERVAL = Duration.ofMinutes(5);

  /** How much more of the node's memory must be free afterwards for it to have been of use. */
  static final int LEAST_GAIN_PERCENT = 1;

  private static final int PAGE_CACHE_AND_SLAB = 3;
  private static final long MIB = 1 << 20;

  private final MemoryMeasure measure;
  private final NodeMemory memory;
  private final Path file;
  private final Owner controls;
  private final Ticker ticker;
  private final ProblemLog<Path> problems;

  private boolean isDropped;
  private long droppedNanos;
  private boolean isOfNoUse;

  DropCaches(MemoryMeasure measure, FeatureContext context) {
    this.measure = measure;
    this.memory = context.usage().memory();
    this.file = context.host().resolve(HostSettings.DROP_CACHES.path());
    this.controls = context.controls();
    this.ticker = context.ticker();
    this.problems = new ProblemLog<>(context.ticker());
  }

  /** Reports a node that has none; the other measures are of use all the same. */
  void start() {
    if (!Files.isWritable(file)) {
      problems.report(file, problem("it is missing or read-only"));
    }
  }

  /** Drops them, unless they were dropped lately or that brought nothing. */
  void drop(FreeMemory before) {
    boolean isRecent = isDropped && ticker.since(droppedNanos).compareTo(INTERVAL) < 0;
    if (isRecent || isOfNoUse) {
      return;
    }
    try {
      controls.trigger(HostSettings.DROP_CACHES, PAGE_CACHE_AND_SLAB);
    } catch (IOException e) {
      problems.report(file, problem(Reason.withoutPath(e)));
      return;
    }
    problems.resolve(file);
    isDropped = true;
    droppedNanos = ticker.nanos();
    memory.fresh(measure).ifPresent(after -> judge(before, after));
  }

  private void judge(FreeMemory before, FreeMemory after) {
    long gainBytes = after.freeBytes() - before.freeBytes();
    isOfNoUse = gainBytes < after.totalBytes() / 100 * LEAST_GAIN_PERCENT;
    Logger.info(
        "dropped the node's caches: {} MiB more are free; {}",
        gainBytes / MIB,
        isOfNoUse
            ? "that is of no use, and not done again before the node has recovered"
            : "not done again for " + INTERVAL.toMinutes() + " minutes");
  }

  /** The node is not as short of memory as that: next time it may be of use. */
  void spare() {
    isOfNoUse = false;
  }

  /** The same problem, whatever the reason: it is the administrator's choice. */
  private Problem problem(String reason) {
    return Problem.warning(
            file.toString(), "cannot be written, so the node's caches are not dropped: " + reason)
        .identifiedBy("");
  }
}
