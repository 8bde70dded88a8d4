package io.rubik.feature.dynmemory;

import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.util.Collection;

/** What a policy does to the memory of offline pods. */
interface Measures {

  /** Checks what it needs of the kernel. */
  void start() throws IOException;

  /** Sets an offline pod's limits as the last check decided. */
  PodState reconcile(Pod pod, FreeMemory node) throws IOException;

  /** Acts on a check of the node's memory; the failure of one pod is reported, not thrown. */
  void check(FreeMemory node, Collection<Pod> offline);

  /** An offline pod has changed; it is reconciled after this. */
  default void updated(Pod old, Pod pod) throws IOException {}

  /** Forgets a pod that is gone or not offline any more; the agent restores its limits. */
  void forget(Pod pod);
}
