package io.rubik.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The packaged rubik, as its launcher starts it, as a process of its own. */
public final class RubikProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How many of its last lines tell why it has ended. */
  private static final int LAST = 20;

  private final Process process;
  private final Path output;

  private RubikProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Returns what is installed as /var/lib/rubik, by the property {@code rubik.home}. */
  public static Path home() {
    return Path.of(System.getProperty("rubik.home", "target/rubik")).toAbsolutePath();
  }

  /** Starts rubik on a node; standard output and error go to the file. */
  public static RubikProcess start(ScratchNode node, Path output) throws IOException {
    return start(output, Map.of("RUBIK_ROOT", node.root().toString()), List.of());
  }

  /** Starts rubik with an environment of only these variables. */
  public static RubikProcess start(
      Path output, Map<String, String> environment, List<String> arguments) throws IOException {
    return start(command(arguments), output, environment);
  }

  /** Starts rubik on a node with standard input, output and error closed. */
  public static RubikProcess startWithoutStreams(ScratchNode node, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"));
    command.addAll(command(List.of()));
    return start(command, output, Map.of("RUBIK_ROOT", node.root().toString()));
  }

  /** Starts rubik on a node with standard output and error a pipe, which only the caller reads. */
  public static RubikProcess startPiped(ScratchNode node, Path output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(List.of())).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("RUBIK_ROOT", node.root().toString());
    return new RubikProcess(builder.start(), output);
  }

  /**
   * Starts rubik on a node in a user and a mount namespace where these shell commands have been
   * run; {@code "$@"} in them is rubik's command.
   */
  public static RubikProcess startAfter(String commands, ScratchNode node, Path output)
      throws IOException {
    List<String> command = new ArrayList<>();
    String script = commands + "\nexec \"$@\"";
    command.addAll(List.of("/usr/bin/unshare", "-Urm", "/bin/sh", "-ec", script, "sh"));
    command.addAll(command(List.of()));
    return start(command, output, Map.of("RUBIK_ROOT", node.root().toString()));
  }

  /** Starts rubik on a node without its launcher, with an option for the Java machine. */
  public static RubikProcess startWithOption(ScratchNode node, Path output, String option)
      throws IOException {
    String java = home().resolve("build/runtime/bin/java").toString();
    String jar = home().resolve("build/rubik.jar").toString();
    List<String> command = List.of(java, option, "-jar", jar);
    return start(command, output, Map.of("RUBIK_ROOT", node.root().toString()));
  }

  private static RubikProcess start(
      List<String> command, Path output, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new RubikProcess(builder.start(), output);
  }

  /** Returns the command line. */
  public static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home().resolve("build/rubik").toString());
    command.addAll(arguments);
    return command;
  }

  /** Returns the pipe's end to read from. */
  public InputStream pipe() {
    return process.getInputStream();
  }

  /** Returns the process ID. */
  public long pid() {
    return process.pid();
  }

  /** Returns the processes it has started. */
  public Stream<ProcessHandle> children() {
    return process.children();
  }

  /** Returns whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns what was printed so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits until a text has been printed; fails when the process ends without. */
  public void awaitOutput(String text) throws IOException, TimeoutException {
    Eventually.until(
        "rubik prints \"" + text + "\"",
        PATIENCE,
        () -> {
          boolean alive = process.isAlive();
          if (output().contains(text)) {
            return true;
          }
          if (!alive) {
            requireAlive();
          }
          return false;
        });
  }

  /** Fails when it has ended, with its exit status and the last lines that it printed. */
  public void requireAlive() throws IOException {
    if (!process.isAlive()) {
      List<String> lines = output().lines().toList();
      String last =
          String.join("\n", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
      throw new IOException("rubik ended with " + process.exitValue() + ":\n" + last);
    }
  }

  /** Sends SIGHUP. */
  public void reload() throws IOException, InterruptedException {
    signal("HUP");
  }

  /** Sends a signal such as {@code HUP}, by the shell: a small system has no kill besides. */
  public void signal(String name) throws IOException, InterruptedException {
    String kill = "kill -" + name + " " + pid();
    int status = new ProcessBuilder("/bin/sh", "-c", kill).start().waitFor();
    if (status != 0) {
      throw new IOException(kill + " failed with " + status);
    }
  }

  /** Makes it end, at the latest, when this process does, however a signal ends that. */
  public RubikProcess endingWithThisProcess() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                stop();
              } catch (InterruptedException | TimeoutException e) {
                process.destroyForcibly();
              }
            }));
    return this;
  }

  /** Sends SIGTERM and returns the exit status. */
  public int stop() throws InterruptedException, TimeoutException {
    process.destroy();
    return awaitExit();
  }

  /** Waits for the process to end by itself and returns its exit status. */
  public int awaitExit() throws InterruptedException, TimeoutException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("rubik still runs after " + PATIENCE.toSeconds() + " s");
    }
    return process.exitValue();
  }

  /** Waits for the process to end, for as long as it takes, and returns its exit status. */
  public int end() throws InterruptedException {
    return process.waitFor();
  }

  /** Kills the process, if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
