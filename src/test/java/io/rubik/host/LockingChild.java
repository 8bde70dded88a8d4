package io.rubik.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process, which takes the lock and keeps it until its standard input ends. */
final class LockingChild implements AutoCloseable {

  private final Process process;
  private final String answer;

  private LockingChild(Process process, String answer) {
    this.process = process;
    this.answer = answer;
  }

  /** Starts it and returns it when it has the lock or has failed to get it. */
  static LockingChild start(Path lock) throws IOException {
    return start(List.of(), lock);
  }

  /** As {@link #start}, in mounts of its own, after these shell commands. */
  static LockingChild startAfter(String commands, Path lock) throws IOException {
    String script = commands + "\nexec \"$@\"";
    return start(List.of("unshare", "-Urm", "/bin/sh", "-ec", script, "sh"), lock);
  }

  private static LockingChild start(List<String> before, Path lock) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LockingChild.class.getName(), lock.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    return new LockingChild(process, String.valueOf(output.readLine()));
  }

  /** Returns {@code locked}, or the kind of the failure and its message. */
  String answer() {
    return answer;
  }

  long pid() {
    return process.pid();
  }

  /** Ends it with SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Returns what a second process is told. */
  private static String twice(SystemCalls calls, Path lock) throws IOException {
    try (InstanceLock _ = InstanceLock.acquire(calls, lock)) {
      return "locked twice";
    } catch (InstanceLock.HeldException e) {
      return "locked once, " + e.getMessage() + " ";
    }
  }

  /** Takes the path of the lock file; what it makes itself is under the umask 0077. */
  public static void main(String[] arguments) throws IOException {
    SystemCalls calls = SystemCalls.open();
    calls.umask(0077);
    Path lock = Path.of(arguments[0]);
    try (InstanceLock held = InstanceLock.acquire(calls, lock)) {
      if (held.warnings().isEmpty()) {
        Files.writeString(lock.resolveSibling("made"), "by the child");
        Files.createDirectory(lock.resolveSibling("made.d"));
        System.out.println("locked");
      } else {
        System.out.println(twice(calls, lock) + held.warnings());
      }
      byte[] _ = System.in.readAllBytes();
    } catch (IOException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
