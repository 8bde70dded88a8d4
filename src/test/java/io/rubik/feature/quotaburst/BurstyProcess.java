package io.rubik.feature.quotaburst;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that works in bursts. With each line it is given it does twenty of them, 50 ms of CPU
 * time each and 350 ms of rest after it, and then answers.
 */
final class BurstyProcess implements AutoCloseable {

  static final int BURSTS = 20;

  private static final long WORK_NANOS = Duration.ofMillis(50).toNanos();
  private static final long REST_NANOS = Duration.ofMillis(350).toNanos();

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  private BurstyProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Starts the process; what it prints on standard error goes to the file. */
  static BurstyProcess start(Path errors) throws IOException {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path", ""),
            BurstyProcess.class.getName());
    BurstyProcess bursty =
        new BurstyProcess(new ProcessBuilder(command).redirectError(errors.toFile()).start());
    bursty.answer();
    return bursty;
  }

  long pid() {
    return process.pid();
  }

  /** Has it do its bursts, and waits for them. */
  void work() throws IOException {
    orders.println("work");
    answer();
  }

  private void answer() throws IOException {
    if (answers.readLine() == null) {
      throw new IOException("the bursty process has ended");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** What the process does. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    while (orders.readLine() != null) {
      for (int i = 0; i < BURSTS; i++) {
        burst();
        LockSupport.parkNanos(REST_NANOS);
      }
      System.out.println("done");
    }
  }

  private static void burst() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + WORK_NANOS;
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }
}
