package io.rubik.kube.http;

import io.rubik.kube.credentials.Credentials;
import io.rubik.kube.credentials.CredentialsException;
import io.rubik.kube.credentials.CredentialsSource;
import io.rubik.loop.Ticker;
import io.rubik.problem.Outage;
import io.rubik.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import okhttp3.Response;
import org.tinylog.Logger;

/**
 * The API server and the connection to it, which is replaced when a file of the credentials changes
 * (kubeconfig, token, CA, certificate, key), when a plug-in's credentials expire, and when the
 * server refuses credentials that can be renewed. Any thread may use it.
 */
public final class ApiServer implements AutoCloseable {

  private static final int UNAUTHORIZED = 401;
  private static final Duration EXEC_DEADLINE = Duration.ofSeconds(30);

  private final ConnectionFactory factory;
  private final InstantSource clock;
  private final Outage outage = new Outage(Ticker.system());
  private ApiConnection connection;

  ApiServer(ConnectionFactory factory, InstantSource clock) throws IOException {
    this.factory = factory;
    this.clock = clock;
    this.connection = factory.make();
  }

  /**
   * Reads the credentials and sends nothing yet; fails with {@link CredentialsException} when there
   * are none or they cannot be used.
   *
   * @param hostRoot the directory that all paths are below, normally {@code /}
   * @param environment where KUBECONFIG may be set
   * @param version of rubik, for the user agent
   */
  public static ApiServer connect(Path hostRoot, Map<String, String> environment, String version)
      throws IOException {
    CredentialsSource source = new CredentialsSource(hostRoot, environment, EXEC_DEADLINE);
    return new ApiServer(
        new ConnectionFactory(source, version, Timeouts.usual()), InstantSource.system());
  }

  /** Returns where the credentials come from: the kubeconfig's path, or the service account. */
  public synchronized String origin() {
    return connection.credentials().origin();
  }

  /** Returns the server's URL. */
  public synchronized String server() {
    return connection.credentials().server();
  }

  /** Returns the server's URL, and the proxy that leads to it if there is one, for the log. */
  public synchronized String route() {
    Credentials credentials = connection.credentials();
    return credentials.server()
        + credentials.proxy().map(proxy -> " through the proxy " + proxy).orElse("");
  }

  /** Closes idle connections. */
  @Override
  public synchronized void close() {
    connection.close();
  }

  /**
   * Sends a request and returns the response, whose body the caller reads and closes; fails with
   * {@link ApiStatusException} for any status but success.
   */
  public Response execute(ApiRequest request, Cancellation cancellation) throws IOException {
    return exchange(connection -> connection.send(request, cancellation)).response();
  }

  /**
   * Sends the request of a watch and returns its events, for at most that long, which the caller
   * reads and closes; fails with {@link ApiStatusException} for any status but success.
   */
  public EventStream stream(ApiRequest request, Duration longest, Cancellation cancellation)
      throws IOException {
    return exchange(connection -> connection.open(request, cancellation)).events(longest);
  }

  private interface Sender {
    Exchange sendBy(ApiConnection connection) throws IOException;
  }

  private Exchange exchange(Sender sender) throws IOException {
    ApiConnection used = current();
    Exchange exchange = sender.sendBy(used);
    if (exchange.response().code() == UNAUTHORIZED) {
      ApiConnection renewed = renewed(used);
      if (renewed != used) {
        exchange.response().close();
        used = renewed;
        exchange = sender.sendBy(used);
      }
    }
    if (!exchange.isOfApi()) {
      throw ApiStatusException.read(
          exchange.response(), used.credentials().defect(clock.instant()));
    }
    endOutage();
    return exchange;
  }

  /** What could not be reloaded may be as it was again, so that there is nothing to reload. */
  private synchronized void endOutage() {
    if (outage.isOn() && !connection.credentials().isStale(clock.instant())) {
      outage.end();
    }
  }

  private synchronized ApiConnection current() throws IOException {
    if (connection.credentials().isStale(clock.instant())) {
      renew();
    }
    return connection;
  }

  /** Returns the connection to use after one was refused, the same when nothing has changed. */
  private synchronized ApiConnection renewed(ApiConnection refused) throws IOException {
    if (connection == refused && refused.credentials().isRenewable()) {
      renew();
    }
    return connection;
  }

  /** Keeps the current connection when a new one cannot be made. */
  private void renew() throws IOException {
    try {
      ApiConnection fresh = factory.make();
      connection.close();
      connection = fresh;
      Logger.info("credentials of {} reloaded", origin());
      outage.end();
    } catch (CredentialsException e) {
      outage.report(
          Problem.warning(
                  "credentials of " + origin(),
                  "cannot be reloaded; the previous ones stay in use: " + e.getMessage())
              .ignoringNumbers());
    }
  }
}
