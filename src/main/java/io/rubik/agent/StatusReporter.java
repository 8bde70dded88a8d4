package io.rubik.agent;

import io.rubik.host.ServiceManager;
import io.rubik.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tinylog.Logger;

/**
 * Tells the service manager how rubik is, at intervals, and that it is alive, as long as the
 * threads of all features really move and those that watch pods and cgroups live.
 */
final class StatusReporter implements AutoCloseable {

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

  /** A watchdog is fed several times before it bites. */
  private static final int BEATS_IN_TIME = 4;

  private final ServiceManager manager;
  private final Vitals vitals;
  private final EventLoop loop;
  private final Duration interval;
  private Map<FeatureRunner, Heartbeat> heartbeats = new LinkedHashMap<>();
  private boolean stuck;

  /** What it looks at. */
  interface Vitals {

    /** Returns a line for the administrator. */
    String status();

    /** Returns the runners of the features. */
    List<FeatureRunner> runners();

    /** Returns the names of those other threads that have ended, though they should not. */
    List<String> ended();
  }

  StatusReporter(ServiceManager manager, Vitals vitals, EventLoop loop) {
    this.manager = manager;
    this.vitals = vitals;
    this.loop = loop;
    this.interval =
        manager
            .watchdog()
            .map(time -> time.dividedBy(BEATS_IN_TIME))
            .filter(time -> time.compareTo(USUAL_INTERVAL) < 0)
            .orElse(USUAL_INTERVAL);
  }

  /** Begins to report; without a service manager the log alone has what does not move. */
  void start() {
    loop.execute(this::report);
  }

  private void report() {
    if (manager.isThere()) {
      manager.send("STATUS=" + vitals.status());
    }
    if (moves()) {
      manager.send("WATCHDOG=1");
    }
    loop.schedule(interval, this::report);
  }

  private boolean moves() {
    Map<FeatureRunner, Heartbeat> current = new LinkedHashMap<>();
    for (FeatureRunner runner : vitals.runners()) {
      current.put(runner, heartbeats.getOrDefault(runner, new Heartbeat(runner)));
    }
    heartbeats = current;
    List<String> still = new ArrayList<>();
    for (Heartbeat heartbeat : current.values()) {
      if (!heartbeat.beat()) {
        still.add("feature " + heartbeat.runner().name());
      }
    }
    still.addAll(vitals.ended());
    if (!still.isEmpty() && !stuck) {
      Logger.error("{} does not move", String.join(", ", still));
    }
    stuck = !still.isEmpty();
    return still.isEmpty();
  }

  /** Ends the reports. */
  @Override
  public void close() {
    loop.close();
  }
}
