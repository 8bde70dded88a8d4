package io.rubik.text;

/** Keys of the logging library's thread context, by which log lines and their limits agree. */
public final class LogContextKeys {

  /** The UID of the pod that the lines of a thread concern. */
  public static final String POD = "pod";

  private LogContextKeys() {}
}
