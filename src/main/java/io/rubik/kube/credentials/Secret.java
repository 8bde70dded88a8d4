package io.rubik.kube.credentials;

/** Text that must not appear in a log. */
public record Secret(String value) {

  /** Returns a placeholder. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
