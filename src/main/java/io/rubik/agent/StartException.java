package io.rubik.agent;

import java.io.Serial;

/** Rubik cannot start; the message, of one or more lines, is for the administrator. */
public final class StartException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  StartException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Returns the exit code of the process. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
