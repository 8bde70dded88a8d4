package io.rubik;

import io.rubik.agent.BuildInfo;
import io.rubik.agent.Daemon;
import io.rubik.agent.ExitCode;
import io.rubik.agent.ProcessSignals;
import io.rubik.agent.StartException;
import io.rubik.logging.StandardError;
import io.rubik.text.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** The program: one argument at most, {@code -v}; without it, the daemon. */
public final class Main {

  private Main() {}

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StandardError errors = StandardError.of(System.getenv());
    ExitCode code = runSafely(List.of(arguments), errors);
    errors.close();
    System.exit(code.status());
  }

  /** Whatever fails, the process must end: its other threads would keep it and its lock alive. */
  private static ExitCode runSafely(List<String> arguments, StandardError errors) {
    try {
      return run(arguments, System.getenv(), errors);
    } catch (Throwable e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      errors.error("unexpected failure, please report it:\n" + trace);
      return ExitCode.FAILED;
    }
  }

  private static ExitCode run(
      List<String> arguments, Map<String, String> environment, StandardError errors) {
    if (arguments.equals(List.of("-v"))) {
      System.out.print(BuildInfo.load().text());
      return ExitCode.STOPPED;
    }
    if (!arguments.isEmpty()) {
      String given = SafeText.escaped(String.join(" ", arguments));
      errors.error("unknown argument \"" + given + "\"; the only argument is -v");
      return ExitCode.BAD_ARGUMENT;
    }
    return environment.containsKey("RUBIK_GIVE_BACK")
        ? restore(environment, errors)
        : runDaemon(environment, errors);
  }

  private static ExitCode restore(Map<String, String> environment, StandardError errors) {
    try {
      Daemon.restore(environment);
      return ExitCode.STOPPED;
    } catch (StartException e) {
      return failed(e, errors);
    }
  }

  private static ExitCode runDaemon(Map<String, String> environment, StandardError errors) {
    ProcessSignals signals = ProcessSignals.install(errors);
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
      return failed(e, errors);
    }
  }

  /** The last line is for whoever looks at systemctl, which gives the status a name of its own. */
  private static ExitCode failed(StartException e, StandardError errors) {
    errors.error(String.valueOf(e.getMessage()));
    errors.error(e.exitCode().explanation());
    return e.exitCode();
  }
}
