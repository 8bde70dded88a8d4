package io.rubik.pod;

/** Follows the pods of a {@link PodRegistry}. */
public interface PodSubscriber {

  /**
   * The pod of that UID has come, changed or gone, or a cgroup of it has appeared: the registry has
   * its present state. Called by any thread, and must not wait.
   */
  void changed(String uid);
}
