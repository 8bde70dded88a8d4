package io.rubik;

/** Runs rubik. */
public final class Main {

  private Main() {}

  /** Starts the daemon and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(arguments.length == 0 ? 0 : 1);
  }
}
