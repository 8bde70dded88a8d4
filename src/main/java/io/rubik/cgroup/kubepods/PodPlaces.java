package io.rubik.cgroup.kubepods;

/** Says where the cgroup of a pod is or will be. */
public interface PodPlaces {

  /** Returns the layout by whose names the pod's cgroup is found. */
  KubepodsLayout of(QosClass qosClass, PodId pod);
}
