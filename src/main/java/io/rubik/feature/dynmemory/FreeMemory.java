package io.rubik.feature.dynmemory;

/**
 * How much memory the node has for programs, and how much of it counts as free.
 *
 * @param totalBytes without huge pages, more than 0
 */
record FreeMemory(long totalBytes, long freeBytes) {

  /** Returns the part that is free, in whole percent. */
  long percent() {
    return freeBytes / Math.max(1, totalBytes / 100);
  }
}
