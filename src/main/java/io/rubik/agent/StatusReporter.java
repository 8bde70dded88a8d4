package io.rubik.agent;

import io.rubik.host.ServiceManager;
import io.rubik.loop.EventLoop;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends the service manager a status line at intervals, and feeds its watchdog as long as the
 * threads of all features answer and those that watch pods and cgroups live.
 */
final class StatusReporter implements AutoCloseable {

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

  /** How often a watchdog is fed within its time. */
  private static final int BEATS_IN_TIME = 4;

  private final ServiceManager manager;
  private final Vitals vitals;
  private final EventLoop loop;
  private final Duration interval;
  private Map<FeatureRunner, Heartbeat> heartbeats = new LinkedHashMap<>();
  private final ProblemLog<String> problems;

  /** What it reports on. */
  interface Vitals {

    /** Returns a line for the administrator. */
    String status();

    /** Returns the runners of the features. */
    List<FeatureRunner> runners();

    /** Returns the names of those other threads that have ended, though they should not. */
    List<String> ended();
  }

  StatusReporter(ServiceManager manager, Vitals vitals, EventLoop loop, Ticker ticker) {
    this.manager = manager;
    this.vitals = vitals;
    this.loop = loop;
    this.problems = new ProblemLog<>(ticker);
    this.interval =
        manager
            .watchdog()
            .map(time -> time.dividedBy(BEATS_IN_TIME))
            .filter(time -> time.compareTo(USUAL_INTERVAL) < 0)
            .orElse(USUAL_INTERVAL);
  }

  /** Begins to report; without a service manager only the log names the threads that are stuck. */
  void start() {
    loop.execute(this::reportAndSchedule);
  }

  private void reportAndSchedule() {
    try {
      report();
    } finally {
      loop.schedule(interval, this::reportAndSchedule);
    }
  }

  private void report() {
    if (manager.isThere()) {
      manager.send("STATUS=" + vitals.status());
    }
    if (isAlive()) {
      manager.send("WATCHDOG=1");
    }
  }

  private boolean isAlive() {
    Map<FeatureRunner, Heartbeat> current = new LinkedHashMap<>();
    for (FeatureRunner runner : vitals.runners()) {
      current.put(runner, heartbeats.getOrDefault(runner, new Heartbeat(runner)));
    }
    heartbeats = current;
    Map<String, String> wrong = new LinkedHashMap<>();
    for (Heartbeat heartbeat : current.values()) {
      String subject = "feature " + heartbeat.runner().name();
      if (heartbeat.beat()) {
        problems.resolve(subject);
      } else {
        wrong.put(subject, "is stuck");
      }
    }
    vitals.ended().forEach(thread -> wrong.put(thread, "has ended"));
    wrong.forEach(this::report);
    problems.forgetIf(subject -> !wrong.containsKey(subject));
    return wrong.isEmpty();
  }

  private void report(String subject, String reason) {
    String next =
        manager.watchdog().isPresent() ? "; if this lasts, the service manager restarts rubik" : "";
    problems.report(subject, Problem.error(subject, reason + next));
  }

  /** Ends the reports. */
  @Override
  public void close() {
    loop.close();
  }
}
