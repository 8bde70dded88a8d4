package io.rubik.feature.dynmemory;

import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.usage.MemInfo;
import java.io.IOException;
import java.util.Collection;

/** What a policy does to the memory of offline pods. */
interface Measures {

  /** Checks what it needs of the kernel. */
  void start() throws IOException;

  /** Makes an offline pod's limits what the last check said. */
  PodState reconcile(Pod pod, MemInfo node) throws IOException;

  /** Acts on a check of the node's memory; the failure of one pod is reported, not thrown. */
  void check(MemInfo node, Collection<Pod> offline);

  /** Is told that an offline pod has changed. */
  default void updated(Pod old, Pod pod) throws IOException {}

  /** Forgets a pod that is gone or not offline any more; the agent gives its limits back. */
  void forget(Pod pod);
}
