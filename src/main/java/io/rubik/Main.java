package io.rubik;

import io.rubik.agent.BuildInfo;
import io.rubik.agent.Daemon;
import io.rubik.agent.ExitCode;
import io.rubik.agent.StartException;
import io.rubik.agent.StopSignal;
import java.util.List;
import java.util.Map;

/** The program: one argument at most, {@code -v}; without it, the daemon. */
public final class Main {

  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv()).status());
  }

  private static ExitCode run(List<String> arguments, Map<String, String> environment) {
    if (arguments.equals(List.of("-v"))) {
      System.out.print(BuildInfo.load().text());
      return ExitCode.STOPPED;
    }
    if (!arguments.isEmpty()) {
      System.err.println(
          "rubik: takes no arguments but -v, and not \""
              + String.join(" ", arguments).replaceAll("\\p{Cntrl}", "?")
              + "\"");
      return ExitCode.BAD_ARGUMENT;
    }
    return runDaemon(environment);
  }

  private static ExitCode runDaemon(Map<String, String> environment) {
    StopSignal signal = StopSignal.install();
    try {
      Daemon daemon = Daemon.start(environment);
      signal.await();
      daemon.stop();
      return ExitCode.STOPPED;
    } catch (StartException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> System.err.println("rubik: " + line));
      return e.exitCode();
    }
  }
}
