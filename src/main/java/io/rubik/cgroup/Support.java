package io.rubik.cgroup;

/**
 * Whether a control can be used.
 *
 * @param reason why it cannot, or cannot yet; empty when the file itself is what is missing
 */
public record Support(State state, String reason) {

  /** What was found. */
  public enum State {
    /** A cgroup has its file. */
    THERE,
    /**
     * No cgroup can tell yet: the controller is not enabled, or there is no cgroup but the root.
     */
    NOT_YET,
    /** The kernel lacks it, or its hierarchy is not mounted. */
    MISSING
  }

  static final Support THERE = new Support(State.THERE, "");
  static final Support MISSING = new Support(State.MISSING, "");

  static Support notYet(String reason) {
    return new Support(State.NOT_YET, reason);
  }

  static Support missing(String reason) {
    return new Support(State.MISSING, reason);
  }

  /** Returns that of something that is there or missing. */
  public static Support of(boolean isThere) {
    return isThere ? THERE : MISSING;
  }

  /** Returns whether a cgroup has the control's file. */
  public boolean isThere() {
    return state == State.THERE;
  }
}
