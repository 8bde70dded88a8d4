package io.rubik.pod;

/** How far kubelet is with the limits of a pod's spec, as the pod's status says. */
public enum Resize {
  /** Nothing is said, as by a kubelet that changes no limits: then a spec keeps its own. */
  UNTOLD,
  /** They are in force: kubelet has seen this spec, and has nothing left to do. */
  DONE,
  /** Kubelet has not seen them yet, or is applying them. */
  COMING,
  /** Kubelet has deferred or refused them: the earlier ones are in force. */
  PUT_OFF,
  /** The same, while kubelet is still applying earlier ones. */
  PUT_OFF_DURING_ANOTHER;

  /** Returns whether the spec may have limits that are not in force. */
  public boolean isPending() {
    return isComing() || isPutOff();
  }

  /** Returns whether kubelet may be writing limits now. */
  public boolean isComing() {
    return this == COMING || this == PUT_OFF_DURING_ANOTHER;
  }

  /** Returns whether the limits of the spec are not the next that kubelet applies. */
  public boolean isPutOff() {
    return this == PUT_OFF || this == PUT_OFF_DURING_ANOTHER;
  }
}
