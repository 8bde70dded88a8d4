package io.rubik;

import io.rubik.agent.BuildInfo;
import io.rubik.agent.Daemon;
import io.rubik.agent.ExitCode;
import io.rubik.agent.ProcessSignals;
import io.rubik.agent.StartException;
import io.rubik.text.SafeText;
import java.util.List;
import java.util.Map;

/** The program: one argument at most, {@code -v}; without it, the daemon. */
public final class Main {

  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(runSafely(List.of(arguments)).status());
  }

  /** Whatever fails, the process must end: its other threads would keep it and its lock alive. */
  private static ExitCode runSafely(List<String> arguments) {
    try {
      return run(arguments, System.getenv());
    } catch (Throwable e) {
      System.err.println("rubik: unexpected failure, please report it:");
      e.printStackTrace();
      return ExitCode.FAILED;
    }
  }

  private static ExitCode run(List<String> arguments, Map<String, String> environment) {
    if (arguments.equals(List.of("-v"))) {
      System.out.print(BuildInfo.load().text());
      return ExitCode.STOPPED;
    }
    if (!arguments.isEmpty()) {
      String given = SafeText.escaped(String.join(" ", arguments));
      System.err.println("rubik: unknown argument \"" + given + "\"; the only argument is -v");
      return ExitCode.BAD_ARGUMENT;
    }
    return environment.containsKey("RUBIK_GIVE_BACK")
        ? restore(environment)
        : runDaemon(environment);
  }

  private static ExitCode restore(Map<String, String> environment) {
    try {
      Daemon.restore(environment);
      return ExitCode.STOPPED;
    } catch (StartException e) {
      return failed(e);
    }
  }

  private static ExitCode runDaemon(Map<String, String> environment) {
    ProcessSignals signals = ProcessSignals.install();
    try {
      Daemon daemon = Daemon.start(environment);
      signals.started();
      while (signals.next() == ProcessSignals.Request.RELOAD) {
        daemon.reload();
      }
      daemon.stop();
      return ExitCode.STOPPED;
    } catch (StartException e) {
      if (signals.isStopping()) {
        return ExitCode.STOPPED;
      }
      return failed(e);
    }
  }

  private static ExitCode failed(StartException e) {
    String.valueOf(e.getMessage()).lines().forEach(line -> System.err.println("rubik: " + line));
    return e.exitCode();
  }
}
