package io.rubik.agent;

/** How the process ends. */
public enum ExitCode {
  /** Stopped by SIGTERM or SIGINT. */
  STOPPED(0, ""),
  /** Started with an argument it does not know: EX_USAGE of sysexits.h, for a JVM fails with 1. */
  BAD_ARGUMENT(64, "USAGE"),
  /** Another rubik runs on this node. */
  ALREADY_RUNNING(2, "INVALIDARGUMENT"),
  /** Anything else: a bad configuration, no credentials, a feature that cannot start. */
  FAILED(3, "NOTIMPLEMENTED");

  private final int status;
  private final String systemdName;

  ExitCode(int status, String systemdName) {
    this.status = status;
    this.systemdName = systemdName;
  }

  /** Returns the process's exit status. */
  public int status() {
    return status;
  }

  /** Returns a sentence that explains the name which systemctl shows beside the number. */
  public String explanation() {
    return "exit status "
        + status
        + ", for the reason above; systemctl calls this number "
        + systemdName
        + ", whatever the program means by it";
  }
}
