package io.rubik.feature.preemption;

import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import java.io.IOException;

/** Gives online pods priority over offline ones in one way that the kernel has. */
interface Priorities {

  /** Gives a pod the priority it is to have. */
  PodState reconcile(Pod pod) throws IOException;

  /** Forgets a pod that has ended or is gone. */
  void removed(Pod pod) throws IOException;
}
