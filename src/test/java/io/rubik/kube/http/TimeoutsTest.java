package io.rubik.kube.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.credentials.HostRoot;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import io.rubik.standin.StandInSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each time-out by itself, the others too long to matter. */
@Tag("slow")
final class TimeoutsTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration DRIP = Duration.ofMillis(50);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;

  /** The time-out of the handshake must not apply to the watch. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void watchMayBeIdleForLongerThanAHandshake(boolean http2) throws Exception {
    Duration idle = Duration.ofSeconds(2);
    Timeouts timeouts = new Timeouts(NEVER, Duration.ofSeconds(1), NEVER, NEVER, idle, NEVER);
    try (StandInServer standIn = standIn(http2);
        ApiServer server = server(standIn, standIn.url(), timeouts);
        EventStream watch = watch(server)) {
      long started = System.nanoTime();
      assertThrows(SocketTimeoutException.class, watch::next);

      Duration lasted = Duration.ofNanos(System.nanoTime() - started);
      assertTrue(lasted.compareTo(Duration.ofMillis(1500)) > 0, lasted.toString());
    }
  }

  /** The idle time counts from the last event, not from the start of the watch. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void watchWithEventsOutlastsTheIdleTimeout(boolean http2) throws Exception {
    Duration idle = Duration.ofSeconds(1);
    Timeouts timeouts = new Timeouts(NEVER, NEVER, NEVER, NEVER, idle, NEVER);
    try (StandInServer standIn = standIn(http2);
        ApiServer server = server(standIn, standIn.url(), timeouts);
        EventStream watch = watch(server)) {
      long end = System.nanoTime() + idle.multipliedBy(5).dividedBy(2).toNanos();
      while (System.nanoTime() < end) {
        standIn.pods().put(PodJson.pod("a", "p").node("n1"));
        assertTrue(new String(watch.next().orElseThrow(), UTF_8).contains("\"p\""));
      }

      assertThrows(SocketTimeoutException.class, watch::next);
    }
  }

  /** A body that sent a byte before each idle time-out blocked the loop. */
  @ParameterizedTest
  @CsvSource({
    "SLOWLY_UNAVAILABLE, 503, true",
    "SLOWLY_UNAVAILABLE, 503, false",
    "SLOW_PAGE, 200, true",
    "SLOW_PAGE, 200, false"
  })
  void slowErrorBodyOfAWatchIsCutOff(FaultKind kind, int code, boolean http2) throws Exception {
    Timeouts timeouts = new Timeouts(NEVER, NEVER, NEVER, SHORT, NEVER, NEVER);
    try (StandInServer standIn = standIn(http2);
        ApiServer server = server(standIn, standIn.url(), timeouts)) {
      standIn.faults().inject(Fault.of(kind).bytesPerSecond(3));

      ApiStatusException e =
          assertTimeoutPreemptively(
              PATIENCE,
              () -> assertThrows(ApiStatusException.class, () -> PodRequests.watch(server, "1")));

      assertEquals(code, e.code());
    }
  }

  /** Each byte was progress, so that the watch was never given up. */
  @ParameterizedTest
  @CsvSource({
    "WATCH_DRIPPING, true",
    "WATCH_DRIPPING, false",
    "WATCH_BLANK, true",
    "WATCH_BLANK, false"
  })
  void watchWhoseEventsDripIsGivenUp(FaultKind kind, boolean http2) throws Exception {
    Timeouts timeouts = new Timeouts(NEVER, NEVER, NEVER, NEVER, SHORT, NEVER);
    try (StandInServer standIn = standIn(http2);
        ApiServer server = server(standIn, standIn.url(), timeouts);
        EventStream watch = watch(server)) {
      standIn.faults().inject(Fault.of(kind).bytesPerSecond(20));
      standIn.pods().put(PodJson.pod("a", "p").node("n1"));

      assertGivenUp(watch);
    }
  }

  /** TLS records of HTTP/1.1, frames of HTTP/2. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void watchWhoseConnectionDripsIsGivenUp(boolean http2) throws Exception {
    Timeouts timeouts = new Timeouts(NEVER, NEVER, NEVER, NEVER, SHORT, NEVER);
    try (StandInServer standIn = standIn(http2);
        ApiServer server = server(standIn, standIn.url(), timeouts);
        EventStream watch = watch(server)) {
      standIn.dripConnections(DRIP);
      standIn.pods().put(PodJson.pod("a", "p").node("n1"));

      assertGivenUp(watch);
    }
  }

  /** It was looked at between events only. */
  @ParameterizedTest
  @CsvSource({
    "WATCH_DRIPPING, true",
    "WATCH_DRIPPING, false",
    "WATCH_BLANK, true",
    "WATCH_BLANK, false",
    "WATCH_SILENT, true",
    "WATCH_SILENT, false"
  })
  void overdueWatchEnds(FaultKind kind, boolean http2) throws Exception {
    Timeouts timeouts = new Timeouts(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER);
    try (StandInServer standIn = standIn(http2);
        ApiServer server = server(standIn, standIn.url(), timeouts);
        EventStream watch =
            PodRequests.watch(server, PodRequests.list(server).resourceVersion(), SHORT)) {
      standIn.faults().inject(Fault.of(kind).bytesPerSecond(20));
      standIn.pods().put(PodJson.pod("a", "p").node("n1"));

      assertTimeoutPreemptively(
          PATIENCE, () -> assertEquals(Optional.empty(), watch.next()), "not ended");
    }
  }

  /** The TLS handshake, the headers and the body of a list, the headers of a watch. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whateverDripsBeforeTheFirstEventIsCutOff(boolean http2) throws Exception {
    Timeouts timeouts = new Timeouts(NEVER, NEVER, Duration.ofSeconds(2), NEVER, NEVER, NEVER);
    try (StandInServer standIn = standIn(http2)) {
      standIn.pods().put(PodJson.pod("a", "p").node("n1").fullSize());
      try (ApiServer server = server(standIn, standIn.url(), timeouts)) {
        standIn.dripConnections(DRIP);
        assertCutOff(() -> PodRequests.list(server)); // its handshake
      }
      standIn.dripConnections(Duration.ZERO);
      try (ApiServer server = server(standIn, standIn.url(), timeouts)) {
        PodRequests.list(server);
        standIn.dripConnections(DRIP);
        assertCutOff(() -> PodRequests.list(server));
        assertCutOff(() -> PodRequests.watch(server, "1"));
      }
    }
  }

  private static void assertGivenUp(EventStream watch) {
    SocketTimeoutException e =
        assertTimeoutPreemptively(
            PATIENCE, () -> assertThrows(SocketTimeoutException.class, watch::next));
    assertEquals("a watch without events or bookmarks", e.getMessage());
  }

  private static void assertCutOff(Executable request) {
    assertTimeoutPreemptively(PATIENCE, () -> assertThrows(InterruptedIOException.class, request));
  }

  /** docs/RELIABILITY.md names them; a bookmark comes each minute. */
  @Test
  void timeoutsOfTheDaemonAreThoseDocumented() {
    assertEquals(
        List.of(3L, 5L, 30L, 5L, 90L, 10L),
        Stream.of(
                Timeouts.usual().connect(),
                Timeouts.usual().handshake(),
                Timeouts.usual().response(),
                Timeouts.usual().errorBody(),
                Timeouts.usual().idle(),
                Timeouts.usual().ping())
            .map(Duration::toSeconds)
            .toList());
  }

  /** The server's kernel accepts the connection, the server itself does nothing. */
  @Test
  void handshakeTimesOut() throws Exception {
    try (ServerSocket frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertTimedOut(frozen, new Timeouts(NEVER, SHORT, NEVER, NEVER, NEVER, NEVER));
    }
  }

  /** The kernel drops a SYN while the backlog of a listener is full. */
  @Test
  void connectTimesOut() throws Exception {
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
    String url = "https://127.0.0.1:" + listener.getLocalPort();
    try (StandInServer standIn = standIn(true);
        ApiServer server = server(standIn, url, timeouts)) {
      assertTimeoutPreemptively(
          PATIENCE,
          () -> assertThrows(SocketTimeoutException.class, () -> PodRequests.list(server)));
    }
  }

  private static StandInServer standIn(boolean http2) throws IOException {
    StandInSettings settings = StandInSettings.defaults();
    return StandInServer.start(http2 ? settings : settings.withHttp1Only());
  }

  private ApiServer server(StandInServer standIn, String url, Timeouts timeouts)
      throws IOException {
    String kubeconfig = standIn.kubeconfig().withToken(standIn.token());
    new HostRoot(root).with("/etc/rubik/kubeconfig", kubeconfig.replace(standIn.url(), url));
    return TestTimeouts.server(root, InstantSource.system(), timeouts);
  }

  private static EventStream watch(ApiServer server) throws IOException {
    return PodRequests.watch(server, PodRequests.list(server).resourceVersion());
  }
}
