package io.rubik.feature.dynmemory;

import io.rubik.cgroup.MemoryLimit;

/**
 * A measure for each level of free memory, at every check while the level lasts; then five steps of
 * relief, which start again when the node runs short in between.
 */
final class DynLevelPolicy {

  /** How often a hard limit is tried that the kernel refuses, each time a little higher. */
  static final int HARD_LIMIT_TRIES = 3;

  private static final int RELIEF_STEPS = 5;
  private static final int MARGIN_PERCENT = 2;
  private static final int RELIEF_PERCENT = 10;

  private int reliefStepsLeft;

  /** Returns what a check of the node's memory asks for. */
  MemoryStep check(FreeMemory node) {
    MemoryLevel level = MemoryLevel.of(node);
    if (level != MemoryLevel.NORMAL) {
      reliefStepsLeft = RELIEF_STEPS;
    }
    return switch (level) {
      case NORMAL -> relief();
      case LOW -> MemoryStep.SET_SOFT_LIMIT;
      case MID -> MemoryStep.FORCE_EMPTY;
      case HIGH -> MemoryStep.SET_HARD_LIMIT;
      case CRITICAL -> MemoryStep.DROP_CACHES_AND_SET_HARD_LIMIT;
    };
  }

  private MemoryStep relief() {
    if (reliefStepsLeft == 0) {
      return MemoryStep.NONE;
    }
    reliefStepsLeft--;
    return reliefStepsLeft == 0 ? MemoryStep.LIFT_LIMITS : MemoryStep.RAISE_HARD_LIMIT;
  }

  /** Returns the soft limit of a container that uses so much. */
  static MemoryLimit softLimit(long usageBytes, FreeMemory node) {
    return Pages.limit(usageBytes + marginBytes(node));
  }

  /** Returns the hard limit of a container that uses so much, for the first try and later ones. */
  static MemoryLimit hardLimit(long usageBytes, FreeMemory node, int attempt) {
    return Pages.limit(usageBytes + attempt * marginBytes(node));
  }

  /** Returns a hard limit after a step of relief; none stays none. */
  static MemoryLimit raised(MemoryLimit limit) {
    return limit.isUnlimited()
        ? limit
        : Pages.limit(limit.bytes() + Math.min(raise(limit), Long.MAX_VALUE - limit.bytes()));
  }

  private static long raise(MemoryLimit limit) {
    return limit.bytes() / 100 * RELIEF_PERCENT;
  }

  private static long marginBytes(FreeMemory node) {
    return node.freeBytes() / 100 * MARGIN_PERCENT;
  }
}
