package io.rubik.standin;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;

/**
 * A Kubernetes API server of pods on loopback, with everything that tests need to inspect and to
 * break.
 */
public final class StandInServer implements AutoCloseable {

  private static final Executor THREAD_PER_TASK =
      task -> Thread.ofPlatform().name("standin-action").daemon().start(task);

  /**
   * They log every client that disconnects; kept here because the log manager holds them weakly.
   */
  private static final List<Logger> NOISY =
      List.of(
          Logger.getLogger("okhttp3.OkHttpClient"),
          Logger.getLogger("mockwebserver3.MockWebServer"));

  private final StandInState state;
  private Certificates certificates = Certificates.create();
  private MockWebServer web;
  private int port;
  private boolean running;

  private StandInServer(StandInSettings settings) throws IOException {
    state = StandInState.of(settings);
    port = settings.port();
    web = begin();
  }

  /** Starts a server on a free port with the default settings. */
  public static StandInServer start() throws IOException {
    return start(StandInSettings.defaults());
  }

  /** Starts a server. */
  public static StandInServer start(StandInSettings settings) throws IOException {
    return new StandInServer(settings);
  }

  /** Returns the address, such as {@code https://127.0.0.1:41234}. */
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** Returns the pods. */
  public PodRegistry pods() {
    return state.pods();
  }

  /** Returns the faults, to inject and to clear. */
  public Faults faults() {
    return state.faults();
  }

  /** Returns the requests so far. */
  public RequestLog requests() {
    return state.requests();
  }

  /** Returns the open watches, to count and to cut. */
  public OpenWatches watches() {
    return state.watches();
  }

  /** Returns the evictions so far. */
  public List<EvictionRecord> evictions() {
    return List.copyOf(state.evictions());
  }

  /** Returns the certificates of the running server. */
  public synchronized Certificates certificates() {
    return certificates;
  }

  /** Returns kubeconfig texts for this server and its present CA. */
  public Kubeconfig kubeconfig() {
    return new Kubeconfig(url(), certificates().caPem());
  }

  /** Returns the bearer token that is valid now. */
  public String token() {
    return state.authentication().token();
  }

  /** Makes another bearer token the only valid one. */
  public void setToken(String token) {
    state.authentication().setToken(token);
  }

  /** Drops every connection with a TCP reset. */
  public void resetConnections() {
    state.connections().resetAll();
  }

  /**
   * Lets no byte in or out on any connection and closes none: to the client the network is dead.
   */
  public void freezeConnections() {
    state.connections().freeze(true);
  }

  /** Ends {@link #freezeConnections}. */
  public void thawConnections() {
    state.connections().freeze(false);
  }

  /** Lets every connection send a byte and wait that long, below TLS; zero ends it. */
  public void dripConnections(Duration pause) {
    state.connections().drip(pause);
  }

  /**
   * Lets no byte in or out on the connections there are, as a proxy that has forgotten them; others
   * can be made.
   */
  public void halfOpenConnections() {
    state.connections().freezeOpen();
  }

  /**
   * Stops listening and drops all connections, as when the process dies; pods, faults and port
   * stay.
   */
  public synchronized void stop() throws InterruptedException {
    if (!running) {
      return;
    }
    running = false;
    state.faults().release();
    thawConnections();
    dripConnections(Duration.ZERO);
    state.watches().cut();
    state.watches().await(0, Duration.ofSeconds(1));
    state.connections().closeAll();
    web.close();
  }

  /** Stops if need be and starts again on the same port with the same certificate. */
  public void restart() throws IOException, InterruptedException {
    restart(certificates());
  }

  /** Stops if need be and starts again on the same port with these certificates. */
  public synchronized void restart(Certificates others) throws IOException, InterruptedException {
    stop();
    certificates = others;
    web = begin();
  }

  /** Waits until the server listens, false when it does not in time. */
  public synchronized boolean awaitRunning(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!running) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized MockWebServer begin() throws IOException {
    NOISY.forEach(logger -> logger.setLevel(Level.SEVERE));
    MockWebServer server = new MockWebServer();
    server.useHttps(certificates.serverSockets());
    server.setServerSocketFactory(state.connections());
    server.setProtocols(
        state.settings().http2()
            ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
            : List.of(Protocol.HTTP_1_1));
    if (state.settings().clientCertificates()) {
      server.requestClientAuth();
    }
    ApiRouter router = new ApiRouter(state, certificates, new AdminApi(state, this::act));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            // The web server keeps every request for takeRequest; nothing else takes them.
            server.takeRequest(0, TimeUnit.NANOSECONDS);
            return router.answer(request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), port);
    port = server.getPort();
    running = true;
    notifyAll();
    return server;
  }

  private void act(StandInAction action, JsonObject arguments) {
    switch (action) {
      case CUT_WATCHES -> watches().cut();
      case RESET_CONNECTIONS -> later(Duration.ofMillis(100), this::resetConnections);
      case FREEZE -> later(Duration.ofMillis(100), this::freezeConnections);
      case THAW -> thawConnections();
      case COMPACT -> pods().compact();
      case BOOKMARK -> watches().sendBookmarks();
      case TOKEN -> setToken(arguments.get("token").getAsString());
      case GRACEFUL_DELETION -> pods().setGracefulDeletion(true);
      case IMMEDIATE_DELETION -> pods().setGracefulDeletion(false);
      case RESTART -> later(Duration.ofMillis(100), () -> stopFor(arguments));
    }
  }

  private void stopFor(JsonObject arguments) {
    long down = arguments.has("downSeconds") ? arguments.get("downSeconds").getAsLong() : 0;
    boolean renew =
        arguments.has("newCertificate") && arguments.get("newCertificate").getAsBoolean();
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    later(Duration.ofSeconds(down), () -> restart(renew));
  }

  private void restart(boolean renew) {
    try {
      restart(renew ? certificates().withNewServerCertificate() : certificates());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs an action on a thread of its own, when the time has passed. */
  private static void later(Duration wait, Runnable action) {
    Executor delayed =
        CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS, THREAD_PER_TASK);
    delayed.execute(action);
  }
}
