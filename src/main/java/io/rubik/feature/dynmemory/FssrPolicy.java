package io.rubik.feature.dynmemory;

import io.rubik.cgroup.MemoryLimit;

/**
 * Fast suppression, slow recovery: when the node runs short of free memory, memory.high of offline
 * pods falls by a tenth of the node's memory with each check; when there has been plenty for twelve
 * checks, it rises by a hundredth.
 */
final class FssrPolicy {

  /** memory.high_async_ratio of offline pods. */
  static final int ASYNC_RATIO_PERCENT = 80;

  private static final int MOST_PERCENT = 80;
  private static final int LEAST_PERCENT = 30;
  private static final int SUPPRESSION_PERCENT = 10;
  private static final int RECOVERY_PERCENT = 1;
  private static final int RECOVERY_CHECKS = 12;
  private static final int RESERVED_PERCENT = 10;
  private static final long MAX_RESERVED_BYTES = 10L << 30;

  private int highPercent = MOST_PERCENT;
  private int plentyChecks;

  /** Returns how much memory should be free on the node. */
  static long reservedBytes(FreeMemory node) {
    return Math.min(percentOf(node, RESERVED_PERCENT), MAX_RESERVED_BYTES);
  }

  /** Follows a check of the node's memory. */
  void check(FreeMemory node) {
    long reservedBytes = reservedBytes(node);
    plentyChecks = node.freeBytes() > 2 * reservedBytes ? plentyChecks + 1 : 0;
    if (node.freeBytes() < reservedBytes) {
      highPercent = Math.max(LEAST_PERCENT, highPercent - SUPPRESSION_PERCENT);
    } else if (plentyChecks == RECOVERY_CHECKS) {
      highPercent = Math.min(MOST_PERCENT, highPercent + RECOVERY_PERCENT);
      plentyChecks = 0;
    }
  }

  /** Returns memory.high of every offline pod, in whole pages of any size up to 64 KiB. */
  MemoryLimit high(FreeMemory node) {
    return Pages.limit(percentOf(node, highPercent));
  }

  private static long percentOf(FreeMemory node, int percent) {
    return node.totalBytes() / 100 * percent + node.totalBytes() % 100 * percent / 100;
  }
}
