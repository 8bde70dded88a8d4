package io.rubik.control;

import org.jspecify.annotations.Nullable;

/** What one owner wants of one control; used under the control's lock. */
final class Hold<T> {

  private final Control<T> control;
  private final String owner;
  private final int rank;
  private final String whose;
  private @Nullable T wanted;

  /** The lower rank goes before the higher. */
  Hold(Control<T> control, String owner, int rank, String whose) {
    this.control = control;
    this.owner = owner;
    this.rank = rank;
    this.whose = whose;
  }

  Control<T> control() {
    return control;
  }

  String owner() {
    return owner;
  }

  int rank() {
    return rank;
  }

  /** Returns what names the pod, or the pods, in a log line. */
  String whose() {
    return whose;
  }

  /** Returns the value wanted, null before the first. */
  @Nullable T wanted() {
    return wanted;
  }

  void want(T value) {
    wanted = value;
  }
}
