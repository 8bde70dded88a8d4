package io.rubik.kube;

import io.rubik.kube.http.ApiServer;
import io.rubik.kube.http.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.tinylog.Logger;

/** Logs outages of the API server and keeps the age of the last contact. */
final class InformerLog implements ListWatchLoop.Progress {

  private final ApiServer server;
  private final NodeName node;
  private final Runnable onSynced;
  private final LongSupplier nanoTime;
  private final Trouble trouble = new Trouble();
  private volatile long contactNanos;
  private volatile boolean isAway;
  private volatile boolean isSynced;

  InformerLog(ApiServer server, NodeName node, Runnable onSynced, LongSupplier nanoTime) {
    this.server = server;
    this.node = node;
    this.onSynced = onSynced;
    this.nanoTime = nanoTime;
    this.contactNanos = nanoTime.getAsLong();
  }

  /** Returns the time since the last contact with the server; any thread may call it. */
  Duration age() {
    return Duration.ofNanos(nanoTime.getAsLong() - contactNanos);
  }

  /** Returns whether lists or watches are failing; any thread may call it. */
  boolean isAway() {
    return isAway;
  }

  /** Returns whether a list has been applied; any thread may call it. */
  boolean isSynced() {
    return isSynced;
  }

  @Override
  public void contacted() {
    contactNanos = nanoTime.getAsLong();
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
    Fault fault = Fault.of(e, server.server(), server.origin());
    boolean isFirst = !trouble.isOn();
    if (trouble.isFirst(fault.kind(), nanoTime.getAsLong())) {
      log(e, fault.message() + (isFirst ? " (controls stay as they are)" : ""));
    }
    isAway = true;
  }

  @Override
  public void recovered() {
    isAway = false;
    trouble
        .end(nanoTime.getAsLong())
        .ifPresent(
            lasted -> Logger.info("{} recovered after {} s", server.server(), lasted.toSeconds()));
  }

  /** A fault of rubik's own is logged with its stack trace. */
  private static void log(Throwable e, String message) {
    if (e instanceof IOException) {
      Logger.warn("{}", message);
    } else {
      Logger.error(e, "handling pods failed: {}", message);
    }
  }
}
