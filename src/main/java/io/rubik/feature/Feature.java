package io.rubik.feature;

import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.List;

/**
 * One QoS feature. Every method is called from one thread, the feature's own; none may wait.
 *
 * <p>What a pod should have is a function of what is known of it now: the agent calls {@link
 * #reconcile} when a pod appears or changes and again every 30 s, so that a missed event, a restart
 * and a file that another process changed are all repaired by the same code.
 */
public interface Feature {

  /**
   * Checks what the feature needs of the host and prepares it, before any pod is known; fails with
   * {@link io.rubik.capability.UnavailableException} when the host lacks something the user must
   * provide. A start that fails undoes what it has changed: {@link #stop} is called only after one
   * that succeeded.
   */
  void start() throws IOException;

  /**
   * Sets the controls of a pod to what they should be. A failure is logged with the pod and tried
   * again.
   */
  PodState reconcile(Pod pod) throws IOException;

  /** The pod differs from what it was at the last look; it is reconciled after this. */
  default void updated(Pod old, Pod pod) throws IOException {}

  /** Forgets a pod that has ended or is gone; its cgroups may be gone too. */
  default void removed(Pod pod) throws IOException {}

  /** Returns what is to be done at intervals while the feature runs. */
  default List<PeriodicTask> tasks() {
    return List.of();
  }

  /** Ends what must not outlive the feature; the agent restores its controls. */
  default void stop() throws IOException {}
}
