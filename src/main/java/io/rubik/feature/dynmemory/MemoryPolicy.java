package io.rubik.feature.dynmemory;

/** How memory is reclaimed from offline pods. */
enum MemoryPolicy {
  /** Fast suppression, slow recovery of memory.high. */
  FSSR,
  /** A measure for each level of free memory. */
  DYN_LEVEL,
  /** Not at all. */
  NONE
}
