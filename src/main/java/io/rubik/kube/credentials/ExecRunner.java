package io.rubik.kube.credentials;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs credential plug-ins, one at a time. */
final class ExecRunner {

  private static final int MAX_OUTPUT_BYTES = 1 << 16;
  private static final int MAX_ERROR_BYTES = 1 << 10;
  private static final int MAX_OPEN_PIPES = 8;

  /** How long to read the pipes after the program has ended. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Duration deadline;
  private final List<ProcessOutput> outputs = new ArrayList<>();

  ExecRunner(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * Runs the program and returns what it printed; kills it after the deadline. The origin of the
   * plug-in is for messages alone.
   */
  ExecCredential run(ExecPlugin plugin, String origin) throws IOException {
    String name = origin + ": the credential plug-in " + plugin;
    // A child left behind may hold a pipe open, and a thread of rubik with it.
    outputs.removeIf(ProcessOutput::hasEnded);
    if (outputs.size() >= MAX_OPEN_PIPES) {
      throw new CredentialsException(name + " leaves too many processes behind");
    }
    Process process = start(plugin, name);
    try {
      process.getOutputStream().close();
      return credential(process, plugin.apiVersion(), name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + plugin + " ran");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(ExecPlugin plugin, String name) throws CredentialsException {
    ProcessBuilder builder = new ProcessBuilder(plugin.command());
    builder.environment().clear();
    builder.environment().putAll(plugin.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      String hint = plugin.installHint().isEmpty() ? "" : "; " + plugin.installHint();
      throw new CredentialsException(
          name + " cannot be run: is it installed and executable?" + hint);
    }
  }

  private ExecCredential credential(Process process, String apiVersion, String name)
      throws CredentialsException, InterruptedException {
    ProcessOutput output = track(ProcessOutput.of(process.getInputStream(), MAX_OUTPUT_BYTES));
    ProcessOutput errors = track(ProcessOutput.of(process.getErrorStream(), MAX_ERROR_BYTES));
    if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new CredentialsException(
          name + " did not finish within " + deadline.toSeconds() + " s" + errors.quoted());
    }
    if (process.exitValue() != 0) {
      errors.await(GRACE);
      throw new CredentialsException(
          name + " ended with exit code " + process.exitValue() + errors.quoted());
    }
    output.await(GRACE);
    return ExecCredential.parse(output.text(), apiVersion, name);
  }

  private ProcessOutput track(ProcessOutput output) {
    outputs.add(output);
    return output;
  }
}
