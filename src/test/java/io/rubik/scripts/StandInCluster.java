package io.rubik.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster that is files, and the PATH of a script that administers it: {@code kubectl} of the
 * test resources and the tools the script may use, each behind a recorder of its arguments.
 */
final class StandInCluster {

  private static final Path RESOURCES = Path.of("src/test/resources/scripts");
  private static final List<String> TOOLS =
      List.of("base64", "cat", "dirname", "grep", "mktemp", "mv", "rm", "sleep", "tr");

  static final String SCRIPT = "scripts/create-kubeconfig.sh";
  static final String SERVER = "https://api.example.org:6443";
  static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJydWJpayJ9.c2lnbmF0dXJl-_";
  static final String PEM =
      "-----BEGIN CERTIFICATE-----\nMIIBbTCCAROg\n-----END CERTIFICATE-----\n";
  static final String CA = Base64.getEncoder().encodeToString(PEM.getBytes(UTF_8));
  static final String RUBIK_MAY = "list pods\nwatch pods\ncreate pods/eviction\n";

  private final Path directory;

  /** A cluster whose token controller is quick and whose rights are rubik's. */
  StandInCluster(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("bin"));
    Files.createDirectories(directory.resolve("real"));
    Files.createDirectories(directory.resolve("cluster"));
    for (String tool : TOOLS) {
      record(tool, onPath(tool).orElseThrow(() -> new IOException(tool + " is not on PATH")));
    }
    Path kubectl = directory.resolve("kubectl");
    install("kubectl", kubectl);
    record("kubectl", kubectl);
    with("server", SERVER).with("ca", CA).with("minor", "30");
    with("token", TOKEN).with("filled-at", "1").with("allowed", RUBIK_MAY);
  }

  /** Returns where the machine has a tool, or nothing. */
  static Optional<Path> onPath(String tool) {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
        .map(entry -> Path.of(entry).resolve(tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Sets a value that kubectl answers with; the resource says which there are. */
  StandInCluster with(String name, String value) throws IOException {
    Files.writeString(directory.resolve("cluster").resolve(name), value);
    return this;
  }

  void withoutKubectl() throws IOException {
    Files.delete(directory.resolve("bin/kubectl"));
  }

  ScriptRun create(String... arguments) throws IOException, InterruptedException {
    return run(Stream.concat(Stream.of(SCRIPT), Stream.of(arguments)).toList());
  }

  /** Runs a script under a umask that hides nothing; bash takes the options before its path. */
  ScriptRun run(List<String> command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("bash", "-c", "umask 000; exec /bin/bash \"$@\""));
    words.add("bash");
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("PATH", directory.resolve("bin").toString());
    builder.environment().put("STAND_IN", directory.toString());
    builder.environment().put("RUBIK_POLL_SECONDS", "0");
    // The names of the script's own variables: an exported one would be passed on.
    builder.environment().put("token", "exported");
    builder.environment().put("answer", "exported");
    builder.environment().put("text", "exported");
    return ScriptRun.of(builder);
  }

  /** Returns a line for each tool started: umask, name and arguments. */
  List<String> calls() throws IOException {
    Path calls = directory.resolve("arguments");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  List<String> environment() throws IOException {
    return Files.readAllLines(directory.resolve("environment"));
  }

  void assertCalled(String start) throws IOException {
    List<String> calls = calls();
    assertTrue(calls.stream().anyMatch(call -> call.startsWith("0077 " + start)), calls::toString);
  }

  void assertNothingApplied() throws IOException {
    List<String> calls = calls();
    assertTrue(calls.stream().noneMatch(call -> call.contains(" apply ")), calls::toString);
  }

  /** Returns what was applied last. */
  String applied() throws IOException {
    return Files.readString(directory.resolve("cluster/applied"));
  }

  long looks() throws IOException {
    return Files.size(directory.resolve("cluster/looks"));
  }

  private void record(String tool, Path real) throws IOException {
    install("recorded", directory.resolve("bin").resolve(tool));
    Files.writeString(directory.resolve("real").resolve(tool), real.toString());
  }

  private static void install(String resource, Path file) throws IOException {
    Files.copy(RESOURCES.resolve(resource), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
