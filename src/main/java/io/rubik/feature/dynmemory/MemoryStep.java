package io.rubik.feature.dynmemory;

/** What is done to every offline container after a check. */
enum MemoryStep {
  /** Nothing. */
  NONE("nothing more is done"),
  /** The soft limit is set a little above what is used. */
  SET_SOFT_LIMIT("soft limits"),
  /** What can be reclaimed is reclaimed. */
  FORCE_EMPTY("memory is reclaimed"),
  /** The hard limit is set a little above what is used. */
  SET_HARD_LIMIT("hard limits"),
  /** The node's caches are dropped where that helps, then the hard limit is set. */
  DROP_CACHES_AND_SET_HARD_LIMIT("caches are dropped where that helps, and hard limits"),
  /** The hard limit is raised a little. */
  RAISE_HARD_LIMIT("hard limits are raised"),
  /** Hard and soft limits are lifted. */
  LIFT_LIMITS("limits are restored");

  private final String text;

  MemoryStep(String text) {
    this.text = text;
  }

  /** Returns what is done, for the log. */
  String text() {
    return text;
  }
}
