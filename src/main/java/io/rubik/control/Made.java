package io.rubik.control;

/** What came of making a control have a value. */
public enum Made {
  /** It had the value already. */
  UNCHANGED,
  /** It was written. */
  WRITTEN,
  /** Somebody else had changed it since rubik wrote it, and it was written again. */
  REPAIRED,
  /** Another owner goes before this one; the value counts when that one lets go. */
  OVERRULED,
  /** The cgroup is not there. */
  GONE;

  /** Returns whether the control has the value now. */
  public boolean inForce() {
    return this == UNCHANGED || hasWritten();
  }

  /** Returns whether the file was written. */
  public boolean hasWritten() {
    return this == WRITTEN || this == REPAIRED;
  }
}
