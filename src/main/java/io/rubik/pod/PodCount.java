package io.rubik.pod;

/** Numbers of pods. */
public record PodCount(int online, int offline) {

  /** Returns the words of the status line: {@code 12 pods online, 5 offline}. */
  @Override
  public String toString() {
    return online + " pods online, " + offline + " offline";
  }
}
