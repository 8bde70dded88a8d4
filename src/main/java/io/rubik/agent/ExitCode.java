package io.rubik.agent;

/** How the process ends. */
public enum ExitCode {
  /** Stopped by SIGTERM or SIGINT. */
  STOPPED(0),
  /** Started with an argument it does not know. */
  BAD_ARGUMENT(1),
  /** Another rubik runs on this node. */
  ALREADY_RUNNING(2),
  /** Anything else: a bad configuration, no credentials, a feature that cannot start. */
  FAILED(3);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** Returns the process's exit status. */
  public int status() {
    return status;
  }
}
