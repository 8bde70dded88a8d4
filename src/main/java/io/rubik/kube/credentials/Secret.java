package io.rubik.kube.credentials;

/** Text that must not be seen in a log. */
public record Secret(String value) {

  /** Returns nothing of the value. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
