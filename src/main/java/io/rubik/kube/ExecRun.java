package io.rubik.kube;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One run of a credential plug-in. */
final class ExecRun {

  private static final int MAX_OUTPUT_BYTES = 1 << 16;
  private static final int MAX_COMPLAINT_BYTES = 1 << 10;

  private final ExecPlugin plugin;
  private final String origin;
  private final Duration deadline;

  ExecRun(ExecPlugin plugin, String origin, Duration deadline) {
    this.plugin = plugin;
    this.origin = origin;
    this.deadline = deadline;
  }

  /** Runs the program and returns what it printed; it is killed when it takes too long. */
  ExecCredential credential() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(plugin.command());
    builder.environment().clear();
    builder.environment().putAll(plugin.environment());
    Process process = start(builder);
    try {
      process.getOutputStream().close();
      return credential(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + plugin + " ran");
    } finally {
      // A child of its own may hold the pipes open.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(ProcessBuilder builder) throws CredentialsException {
    try {
      return builder.start();
    } catch (IOException e) {
      String hint = plugin.installHint().isEmpty() ? "" : "; " + plugin.installHint();
      throw failure("cannot be run: is it installed and executable?" + hint);
    }
  }

  private ExecCredential credential(Process process)
      throws CredentialsException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    Drain output = Drain.of(process.getInputStream(), MAX_OUTPUT_BYTES);
    Drain complaint = Drain.of(process.getErrorStream(), MAX_COMPLAINT_BYTES);
    if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
      throw failure("did not end within " + deadline.toSeconds() + " s" + complaint.quoted());
    }
    complaint.await(end);
    if (process.exitValue() != 0) {
      throw failure("ended with exit code " + process.exitValue() + complaint.quoted());
    }
    if (!output.await(end)) {
      throw failure("printed no end within " + deadline.toSeconds() + " s");
    }
    return ExecCredential.parse(output.text(), plugin.apiVersion(), name());
  }

  private CredentialsException failure(String what) {
    return new CredentialsException(name() + " " + what);
  }

  private String name() {
    return origin + ": the credential plug-in " + plugin;
  }
}
