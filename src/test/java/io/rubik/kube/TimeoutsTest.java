package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.PodFixture;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each time-out by itself, the others too long to help. */
@Tag("slow")
final class TimeoutsTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir Path root;

  /** A time-out of the handshake must not be one of the watch. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void watchMayBeSilentForLongerThanAHandshake(boolean http2) throws Exception {
    StandInSettings settings = StandInSettings.defaults();
    Duration silence = Duration.ofSeconds(2);
    Timeouts timeouts = new Timeouts(NEVER, Duration.ofSeconds(1), NEVER, NEVER, silence, NEVER);
    try (InformedNode node =
        new InformedNode(root, http2 ? settings : settings.withHttp1Only(), timeouts)) {
      PodListWatch source = new PodListWatch(node.server, new NodeName("n1"), PodFixture.KEYS);
      String version = source.list("0").resourceVersion();
      try (PodSource.Watch watch = source.watch(version, Duration.ofMinutes(5))) {
        long started = System.nanoTime();
        assertThrows(SocketTimeoutException.class, watch::next);

        Duration lasted = Duration.ofNanos(System.nanoTime() - started);
        assertTrue(lasted.compareTo(Duration.ofMillis(1500)) > 0, lasted.toString());
      }
    }
  }

  /** Silence counts from the last byte, not from the watch's beginning. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void watchWithEventsLastsLongerThanTheSilenceItBears(boolean http2) throws Exception {
    StandInSettings settings = StandInSettings.defaults();
    Duration silence = Duration.ofSeconds(1);
    Timeouts timeouts = new Timeouts(NEVER, NEVER, NEVER, NEVER, silence, NEVER);
    try (InformedNode node =
        new InformedNode(root, http2 ? settings : settings.withHttp1Only(), timeouts)) {
      PodListWatch source = new PodListWatch(node.server, new NodeName("n1"), PodFixture.KEYS);
      String version = source.list("0").resourceVersion();
      try (PodSource.Watch watch = source.watch(version, Duration.ofMinutes(5))) {
        long end = System.nanoTime() + silence.multipliedBy(5).dividedBy(2).toNanos();
        while (System.nanoTime() < end) {
          node.standIn.pods().put(PodJson.pod("a", "p").node("n1"));
          assertTrue(watch.next().isPresent());
        }

        assertThrows(SocketTimeoutException.class, watch::next);
      }
    }
  }

  /** The watch loop stood still for as long as a byte came before each silence was over. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusalOfAWatchIsNotToldToItsEnd(boolean http2) throws Exception {
    StandInSettings settings = StandInSettings.defaults();
    Timeouts timeouts = new Timeouts(NEVER, NEVER, NEVER, SHORT, NEVER, NEVER);
    try (InformedNode node =
        new InformedNode(root, http2 ? settings : settings.withHttp1Only(), timeouts)) {
      node.standIn.faults().inject(Fault.of(FaultKind.SLOWLY_UNAVAILABLE).bytesPerSecond(3));
      PodListWatch source = new PodListWatch(node.server, new NodeName("n1"), PodFixture.KEYS);

      ApiFailure refusal =
          assertTimeoutPreemptively(
              InformedNode.PATIENCE,
              () -> assertThrows(ApiFailure.class, () -> source.watch("1", Duration.ofMinutes(5))));

      assertEquals(503, refusal.code());
    }
  }

  /** The bounds that docs/RELIABILITY.md promises; a bookmark comes each minute. */
  @Test
  void usualOnesAreThosePromised() {
    assertEquals(
        List.of(3L, 5L, 30L, 5L, 90L, 10L),
        Stream.of(
                Timeouts.usual().connect(),
                Timeouts.usual().handshake(),
                Timeouts.usual().answer(),
                Timeouts.usual().refusal(),
                Timeouts.usual().silence(),
                Timeouts.usual().ping())
            .map(Duration::toSeconds)
            .toList());
  }

  /** The server's kernel takes the connection, the server itself does nothing. */
  @Test
  void tlsIsNotSetUp() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertTimedOut(deaf, new Timeouts(NEVER, SHORT, NEVER, NEVER, NEVER, NEVER));
    }
  }

  /** The kernel drops what asks for a connection while the queue of a listener is full. */
  @Test
  void connectionIsNotMade() throws Exception {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 3; i++) {
        queue.add(connecting(full));
      }
      assertTimedOut(full, new Timeouts(SHORT, NEVER, NEVER, NEVER, NEVER, NEVER));
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  private static Socket connecting(ServerSocket server) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(server.getLocalSocketAddress(), 200);
    } catch (SocketTimeoutException e) {
      // The queue is full.
    }
    return socket;
  }

  private void assertTimedOut(ServerSocket listener, Timeouts timeouts) throws IOException {
    try (InformedNode node = new InformedNode(root, StandInSettings.defaults(), timeouts)) {
      String url = "https://127.0.0.1:" + listener.getLocalPort();
      node.host.with(
          InformedNode.KUBECONFIG,
          node.standIn.kubeconfig().withToken("x").replace(node.standIn.url(), url));
      PodListWatch source = new PodListWatch(node.server, new NodeName("n1"), PodFixture.KEYS);
      assertTimeoutPreemptively(
          InformedNode.PATIENCE,
          () -> assertThrows(SocketTimeoutException.class, () -> source.list("0")));
    }
  }
}
