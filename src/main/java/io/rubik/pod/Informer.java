package io.rubik.pod;

import io.rubik.problem.ProblemLog;
import java.time.Duration;
import java.util.List;

/** Keeps the registry of pods equal to a source, on a thread of its own, whatever fails. */
public interface Informer extends AutoCloseable {

  /** Begins to follow the source. */
  void start();

  /** Returns the time since the source was last contacted, or before that, since the beginning. */
  Duration age();

  /** Returns whether the registry has held all pods there are at least once. */
  boolean isSynced();

  /** Returns whether the source is away at present. */
  boolean isAway();

  /** Returns what is wrong with the source at present, the oldest first. */
  List<ProblemLog.Active<String>> outages();

  /** Returns whether its thread runs. */
  boolean isAlive();

  /** Ends, and waits, for some seconds at most, for the thread to end. */
  @Override
  void close();
}
