package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.http.TestTimeouts;
import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * 5,000 nodes lose their server at the same moment for 30 s: when does each reconnect, and are the
 * reconnections spread? Time is simulated; the loop is the real one.
 */
final class ReturnAfterOutageTest {

  private static final int NODES = 5000;
  private static final long OUTAGE = TimeUnit.SECONDS.toNanos(30);
  private static final Duration MEDIAN = Duration.ofSeconds(3);
  private static final Duration WORST = Duration.ofSeconds(6);

  /** Spread evenly over 5 s, 100 ms hold 2 %; the sooner they reconnect, the more. */
  private static final double BUSIEST_SHARE = 0.08;

  private final Random random = new Random(20261122);

  @Test
  void nodesReconnectInTimeAndSpreadAfterRefusedConnections() {
    assertReturn(
        "refused",
        () -> 0,
        node -> {
          throw new ConnectException("Connection refused");
        });
  }

  @Test
  void nodesReconnectInTimeAndSpreadAfterDroppedPackets() {
    // A ping is sent within the first interval and missed at the end of the next.
    long ping = TestTimeouts.PING.toNanos();
    assertReturn(
        "dropped",
        () -> ping + (long) (ping * random.nextDouble()),
        SimulatedNode::connectWithoutAnswer);
  }

  @Test
  void nodesReconnectInTimeAndSpreadAfterRetryAfter() {
    assertReturn(
        "retry after",
        () -> 0,
        node -> {
          throw new ApiStatusException(503, "starting", Duration.ofSeconds(1));
        });
  }

  /** The accounts and roles of a server that has lost its data are made anew after a while. */
  @Test
  void nodesReturnInTimeToAServerThatHasLostItsData() {
    assertReturn(
        "data lost",
        () -> 0,
        true,
        node -> {
          throw new ApiStatusException(403, "pods is forbidden", Duration.ZERO);
        });
  }

  private void assertReturn(String name, LongSupplier noticed, Outage outage) {
    assertReturn(name, noticed, false, outage);
  }

  private void assertReturn(String name, LongSupplier noticed, boolean losesData, Outage outage) {
    long[] returns =
        LongStream.generate(
                () -> new SimulatedNode(noticed.getAsLong(), losesData, outage).awaitReturn())
            .limit(NODES)
            .sorted()
            .toArray();
    Duration median = Duration.ofNanos(returns[NODES / 2]);
    Duration worst = Duration.ofNanos(returns[NODES - 1]);
    double busiest = busiest(returns, TimeUnit.MILLISECONDS.toNanos(100)) / (double) NODES;
    System.out.printf(
        "%s: reconnected after %d ms (median), %d ms (worst); busiest 100 ms: %.1f %% of %d nodes%n",
        name, median.toMillis(), worst.toMillis(), busiest * 100, NODES);

    assertTrue(median.compareTo(MEDIAN) < 0, median.toString());
    assertTrue(worst.compareTo(WORST) < 0, worst.toString());
    assertTrue(busiest < BUSIEST_SHARE, "busiest 100 ms: " + busiest);
  }

  /** Returns the largest number within one window. */
  private static int busiest(long[] sorted, long window) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] > window) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** What happens to a request during the outage. */
  private interface Outage {
    void meet(SimulatedNode node) throws IOException;
  }

  /** A node that has a watch open when the outage begins, at time 0. */
  private final class SimulatedNode implements PodSource {

    private static final long SECOND_SYN = TimeUnit.SECONDS.toNanos(1);
    private static final long VERSION_AWAITED = TimeUnit.SECONDS.toNanos(3);

    private final long noticedNanos;
    private final boolean losesData;
    private final Outage outage;
    private final ListWatchLoop loop;
    private boolean hasNoticed;
    private boolean isBack;
    private long nowNanos = -TimeUnit.SECONDS.toNanos(60);

    SimulatedNode(long noticedNanos, boolean losesData, Outage outage) {
      this.noticedNanos = noticedNanos;
      this.losesData = losesData;
      this.outage = outage;
      this.loop =
          new ListWatchLoop(
              this,
              new RecordedPods().admission(),
              new RecordedProgress(),
              new Timing(() -> nowNanos, pause -> {}, random::nextDouble));
    }

    /** Returns the time from the end of the outage until the pods have been listed. */
    long awaitReturn() {
      while (!isBack) {
        Duration pause = loop.step();
        nowNanos += pause.toNanos();
      }
      return nowNanos - OUTAGE;
    }

    /** One SYN immediately, one after a second; either succeeds if the outage is over by then. */
    void connectWithoutAnswer() throws IOException {
      if (nowNanos + SECOND_SYN >= OUTAGE) {
        nowNanos += SECOND_SYN;
        return;
      }
      nowNanos += TestTimeouts.CONNECT.toNanos();
      throw new SocketTimeoutException("Connect timed out");
    }

    @Override
    public PodListing list(String resourceVersion) throws IOException {
      if (hasNoticed && nowNanos < OUTAGE) {
        outage.meet(this);
      }
      if (hasNoticed && losesData) {
        return newData(resourceVersion);
      }
      isBack = hasNoticed;
      return ScriptedServer.listing("5", "a");
    }

    /** As an API server does: it waits for a version that it has not reached. */
    private PodListing newData(String resourceVersion) throws IOException {
      if (resourceVersion.equals("5")) {
        nowNanos += VERSION_AWAITED;
        throw new ApiStatusException(504, "Too large resource version: 5", Duration.ofSeconds(1));
      }
      isBack = resourceVersion.isEmpty();
      return ScriptedServer.listing("2");
    }

    @Override
    public Watch watch(String resourceVersion, Duration duration) {
      return new Watch() {
        @Override
        public Optional<WatchEvent> next() throws IOException {
          hasNoticed = true;
          nowNanos = noticedNanos;
          throw new IOException("the connection is lost");
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public boolean isCancelled() {
      return false;
    }
  }
}
