package io.rubik.kube;

/** Text that must not be seen in a log. */
record Secret(String value) {

  /** Returns nothing of the value. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
