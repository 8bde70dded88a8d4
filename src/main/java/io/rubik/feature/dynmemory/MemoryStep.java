package io.rubik.feature.dynmemory;

/** What is done to every offline container after a check. */
enum MemoryStep {
  /** Nothing. */
  NONE,
  /** The soft limit is set a little above what is used. */
  SET_SOFT_LIMIT,
  /** What can be reclaimed is. */
  FORCE_EMPTY,
  /** The hard limit is set a little above what is used. */
  SET_HARD_LIMIT,
  /** The node's caches are dropped, then the hard limit is set. */
  DROP_CACHES_AND_SET_HARD_LIMIT,
  /** The hard limit is raised a little. */
  RAISE_HARD_LIMIT,
  /** Hard and soft limits are lifted. */
  LIFT_LIMITS
}
