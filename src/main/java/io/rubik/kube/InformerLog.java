package io.rubik.kube;

import io.rubik.kube.http.ApiServer;
import io.rubik.kube.http.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.tinylog.Logger;

/** Tells the log and the agent how the list-watch loop fares. */
final class InformerLog implements ListWatchLoop.Progress {

  private final ApiServer server;
  private final NodeName node;
  private final Runnable pictureComplete;
  private final LongSupplier nanoTime;
  private final Trouble trouble = new Trouble();
  private boolean isFirstList = true;
  private volatile long heardNanos;
  private volatile boolean isAway;

  InformerLog(ApiServer server, NodeName node, Runnable pictureComplete, LongSupplier nanoTime) {
    this.server = server;
    this.node = node;
    this.pictureComplete = pictureComplete;
    this.nanoTime = nanoTime;
    this.heardNanos = nanoTime.getAsLong();
  }

  /** Returns the time since the server was last heard of; any thread may ask. */
  Duration age() {
    return Duration.ofNanos(nanoTime.getAsLong() - heardNanos);
  }

  /** Returns whether lists or watches fail at present; any thread may ask. */
  boolean isAway() {
    return isAway;
  }

  @Override
  public void heard() {
    heardNanos = nanoTime.getAsLong();
  }

  @Override
  public void listed(int pods) {
    if (isFirstList && pods == 0) {
      Logger.warn(
          "{} knows no pods on node {}: if \"kubectl get nodes\" shows another name, set"
              + " RUBIK_NODE_NAME to it",
          server.server(),
          node);
    } else if (isFirstList) {
      Logger.info("{} pods on node {}, from {}", pods, node, server.server());
    }
    isFirstList = false;
    pictureComplete.run();
  }

  @Override
  public void failed(Throwable e) {
    Fault fault = Fault.of(e, server.server(), server.origin());
    boolean isFirst = !trouble.isOn();
    if (trouble.isNews(fault.kind(), nanoTime.getAsLong())) {
      tell(e, fault.message() + (isFirst ? " (what is set stays)" : ""));
    }
    isAway = true;
  }

  @Override
  public void well() {
    isAway = false;
    trouble
        .end(nanoTime.getAsLong())
        .ifPresent(lasted ->
            Logger.info("{} is well again after {} s", server.server(), lasted.toSeconds()));
  }

  /** Of a fault of rubik's own the log needs to know where it came from. */
  private static void tell(Throwable e, String message) {
    if (e instanceof IOException) {
      Logger.warn("{}", message);
    } else {
      Logger.error(e, "handling pods failed: {}", message);
    }
  }
}
