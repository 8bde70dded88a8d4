package io.rubik.host;

import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import io.rubik.text.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * The service manager that started this process, if there is one, as it is spoken to by
 * sd_notify(3).
 */
public final class ServiceManager {

  /** Much less than rubik has for its stop. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The longest assignment: systemd drops messages of more than 4096 bytes. */
  private static final int MAX_LENGTH = 1000;

  private static final long RETRY_NANOS = Duration.ofMillis(10).toNanos();
  private static final String NAME = "service manager";

  private final SystemCalls calls;
  private final Optional<UnixAddress> socket;
  private final Optional<Duration> watchdog;
  private final ProblemLog<String> problems = new ProblemLog<>(Ticker.system());

  private ServiceManager(
      SystemCalls calls, Optional<UnixAddress> socket, Optional<Duration> watchdog) {
    this.calls = calls;
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** Returns the one that NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID describe. */
  public static ServiceManager of(Map<String, String> environment, SystemCalls calls) {
    return new ServiceManager(calls, socket(environment), watchdog(environment));
  }

  private static Optional<UnixAddress> socket(Map<String, String> environment) {
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(UnixAddress.parse(name));
    } catch (IllegalArgumentException e) {
      Logger.warn("NOTIFY_SOCKET: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String self = String.valueOf(ProcessHandle.current().pid());
    String pid = environment.getOrDefault("WATCHDOG_PID", self);
    String micros = environment.getOrDefault("WATCHDOG_USEC", "0");
    try {
      long nanos = Math.multiplyExact(Long.parseLong(micros), 1000L);
      return nanos > 0 && pid.equals(self)
          ? Optional.of(Duration.ofNanos(nanos))
          : Optional.empty();
    } catch (NumberFormatException | ArithmeticException e) {
      Logger.warn("WATCHDOG_USEC: \"{}\" is not a time in microseconds", micros);
      return Optional.empty();
    }
  }

  /** Returns whether there is one. */
  public boolean isThere() {
    return socket.isPresent();
  }

  /** Returns the time within which the watchdog must be fed, empty when there is none. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /**
   * Sends assignments such as {@code READY=1}, in one message; without a manager, does nothing.
   * Control characters in one, such as a line break from a file's name, are escaped. A manager that
   * does not read its messages is a failure after a while: rubik has to continue and to stop
   * without it.
   */
  public synchronized void send(String... assignments) {
    if (socket.isEmpty()) {
      return;
    }
    String message =
        Arrays.stream(assignments)
            .map(assignment -> SafeText.shortened(SafeText.escaped(assignment), MAX_LENGTH))
            .collect(Collectors.joining("\n"));
    try {
      deliver(socket.get(), message.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      String reason = Reason.of(e);
      problems.report(
          NAME,
          Problem.warning(NAME, "\"" + message + "\" could not be sent: " + reason)
              .identifiedBy(reason));
      return;
    }
    problems.resolve(NAME);
  }

  private void deliver(UnixAddress to, byte[] message) throws IOException {
    long patienceNanos = problems.isActive(NAME) ? 0 : PATIENCE.toNanos();
    long start = System.nanoTime();
    while (!calls.sendDatagram(to, message)) {
      if (System.nanoTime() - start >= patienceNanos) {
        throw new IOException("it does not read its messages");
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }
}
