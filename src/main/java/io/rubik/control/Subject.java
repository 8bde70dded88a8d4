package io.rubik.control;

import io.rubik.pod.Pod;

/** For whom a control is set; when the subject ends, its claims are released. */
public sealed interface Subject {

  /** One pod. */
  record OfPod(String uid, String name) implements Subject {

    @Override
    public boolean equals(Object other) {
      return other instanceof OfPod pod && uid.equals(pod.uid);
    }

    @Override
    public int hashCode() {
      return uid.hashCode();
    }

    /** Returns {@code pod namespace/name (uid)}. */
    @Override
    public String toString() {
      return "pod " + name;
    }
  }

  /**
   * The pods of a QoS class, which share a cgroup.
   *
   * @param path of that cgroup
   */
  record OfClass(String path) implements Subject {

    /** Returns {@code pods of kubepods/burstable}. */
    @Override
    public String toString() {
      return "pods of " + path;
    }
  }

  /** The node as a whole. */
  record OfNode() implements Subject {

    /** Returns {@code the node}. */
    @Override
    public String toString() {
      return "the node";
    }
  }

  /** The node as a whole. */
  Subject NODE = new OfNode();

  /** Returns a pod as a subject. */
  static Subject of(Pod pod) {
    return new OfPod(pod.uid(), pod.toString());
  }
}
