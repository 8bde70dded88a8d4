package io.rubik.kube;

import io.rubik.kube.http.ApiServer;
import io.rubik.loop.Ticker;
import io.rubik.problem.Outage;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.tinylog.Logger;

/** Logs outages of the API server and keeps the age of the last contact. */
final class InformerLog implements ListWatchLoop.Progress {

  private final ApiServer server;
  private final NodeName node;
  private final Runnable onSynced;
  private final Ticker ticker;
  private final Outage outage;
  private volatile long contactNanos;
  private volatile boolean isAway;
  private volatile boolean isSynced;

  InformerLog(ApiServer server, NodeName node, Runnable onSynced, Ticker ticker) {
    this.server = server;
    this.node = node;
    this.onSynced = onSynced;
    this.ticker = ticker;
    this.outage = new Outage(ticker);
    this.contactNanos = ticker.nanos();
  }

  /** Returns the time since the last contact with the server; any thread may call it. */
  Duration age() {
    return ticker.since(contactNanos);
  }

  /** Returns whether lists or watches are failing; any thread may call it. */
  boolean isAway() {
    return isAway;
  }

  /** Returns whether a list has been applied; any thread may call it. */
  boolean isSynced() {
    return isSynced;
  }

  /** Returns the kinds of faults of the outage in progress; any thread may call it. */
  List<ProblemLog.Active<String>> outages() {
    return outage.active();
  }

  @Override
  public void contacted() {
    contactNanos = ticker.nanos();
  }

  @Override
  public void listed(int pods) {
    if (!isSynced && pods == 0) {
      Logger.warn(
          "{} has no pods on node {}: if \"kubectl get nodes\" shows another name, set"
              + " RUBIK_NODE_NAME to it",
          server.server(),
          node);
    } else if (!isSynced) {
      Logger.info("{} pods on node {}, from {}", pods, node, server.server());
    }
    isSynced = true;
    onSynced.run();
  }

  @Override
  public void failed(Throwable e) {
    Fault fault = Fault.of(e, server.origin());
    String message = fault.message() + (isAway ? "" : " (controls stay as they are)");
    outage.report(problem(e, message).identifiedBy(fault.kind()));
    isAway = true;
  }

  @Override
  public void recovered() {
    if (isAway) {
      isAway = false;
      outage.end();
    }
  }

  /** A fault of rubik's own is logged with its stack trace. */
  private Problem problem(Throwable e, String message) {
    String subject = "API server " + server.route();
    return e instanceof IOException
        ? Problem.warning(subject, message)
        : Problem.error(subject, "handling pods failed: " + message).causedBy(e);
  }
}
