package io.rubik.feature.dynmemory;

/** How short of free memory the node is. */
enum MemoryLevel {
  NORMAL(100),
  LOW(30),
  MID(15),
  HIGH(10),
  CRITICAL(5);

  private final int mostPercentFree;

  MemoryLevel(int mostPercentFree) {
    this.mostPercentFree = mostPercentFree;
  }

  /** Returns the worst level whose bound is not exceeded. */
  static MemoryLevel of(FreeMemory node) {
    MemoryLevel level = NORMAL;
    for (MemoryLevel worse : values()) {
      if (node.freeBytes() * 100.0 <= node.totalBytes() * (double) worse.mostPercentFree) {
        level = worse;
      }
    }
    return level;
  }
}
