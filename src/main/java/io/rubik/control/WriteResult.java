package io.rubik.control;

/** The result of setting a control. */
public enum WriteResult {
  /** It had the value already. */
  UNCHANGED,
  /** It was written. */
  WRITTEN,
  /** Another process had changed it since rubik wrote it, and it was written again. */
  REPAIRED,
  /** Another owner takes precedence; the value counts when that one releases the control. */
  OUTRANKED,
  /** What holds the control, such as a cgroup, is gone. */
  GONE;

  /** Returns whether the control has the value now. */
  public boolean inForce() {
    return this == UNCHANGED || hasWritten();
  }

  /** Returns whether the control was written. */
  public boolean hasWritten() {
    return this == WRITTEN || this == REPAIRED;
  }
}
