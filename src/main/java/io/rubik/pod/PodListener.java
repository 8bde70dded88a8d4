package io.rubik.pod;

/** Is told of every change of the pods of this node, in order, from one thread. */
public interface PodListener {

  /** A pod is there that was not. */
  void added(Pod pod);

  /** Something rubik reads of a pod is different. */
  void updated(Pod old, Pod pod);

  /** A pod has ended or is gone. */
  void removed(Pod pod);
}
