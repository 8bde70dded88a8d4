package io.rubik.control;

/** What a value that rubik has not written comes from, as far as can be told. */
enum Meddling {
  /** systemd and kubelet at their ordinary work: they write what they know again. */
  ORDINARY,
  /** kubelet may have resized a pod: the feature has to look at it with what the API says. */
  RESIZE,
  /** Another program, or an administrator. */
  FOREIGN
}
