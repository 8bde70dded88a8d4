package io.rubik.cgroup;

import java.io.IOException;
import java.io.Serial;

/** A cgroup lacks a control because one above it does not enable the controller, as yet. */
public final class ControllerNotEnabledException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  private final String what;

  ControllerNotEnabledException(String file, String what) {
    super(file + ": " + what);
    this.what = what;
  }

  /** Returns the same for all cgroups that lack it for this reason. */
  public String what() {
    return what;
  }
}
