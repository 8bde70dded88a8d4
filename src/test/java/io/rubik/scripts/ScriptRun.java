package io.rubik.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

/** What a script left: its exit status and both its outputs. */
record ScriptRun(int status, String output, String messages) {

  /** Waits for the end of a process that reads nothing and writes little. */
  static ScriptRun of(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String messages = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new ScriptRun(process.waitFor(), output, messages);
  }

  ScriptRun succeeded() {
    assertEquals(0, status, messages);
    return this;
  }

  /** Asserts failure without output, told in one line, the last, that has all the parts. */
  ScriptRun failedNaming(String... parts) {
    assertTrue(status != 0, "succeeded: " + output);
    assertEquals("", output);
    return complainedOf(parts);
  }

  /** Asserts failure told in one line, the last, that has all the parts. */
  ScriptRun complainedOf(String... parts) {
    assertTrue(status != 0, "succeeded: " + output);
    List<String> lines = messages.lines().toList();
    assertEquals(
        1, lines.stream().filter(line -> line.startsWith("create-kubeconfig: ")).count(), messages);
    for (String part : parts) {
      assertTrue(lines.getLast().contains(part), () -> part + " is not in: " + messages);
    }
    return this;
  }

  void toldOf(String part) {
    assertTrue(messages.contains(part), messages);
  }

  void keptSilentOn(String part) {
    assertFalse(messages.contains(part), messages);
  }
}
