package io.rubik.kube.http;

import io.rubik.kube.credentials.CredentialsSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Time-outs, for tests that look at them or wait for them. */
public final class TestTimeouts {

  /** The daemon's, for a connection to be made. */
  public static final Duration CONNECT = Timeouts.usual().connect();

  /** The daemon's, between two pings. */
  public static final Duration PING = Timeouts.usual().ping();

  /** Short enough for a test to wait for, and long enough for a machine that is busy. */
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofMillis(500));

  private TestTimeouts() {}

  /** Returns a server with short time-outs, of the credentials below a host root. */
  public static ApiServer impatient(Path root) throws IOException {
    return server(root, InstantSource.system(), SHORT);
  }

  static ApiServer server(Path root, InstantSource clock, Timeouts timeouts) throws IOException {
    return new ApiServer(factory(root, timeouts), clock);
  }

  static ConnectionFactory factory(Path root, Timeouts timeouts) {
    CredentialsSource source = new CredentialsSource(root, Map.of(), Duration.ofSeconds(30));
    return new ConnectionFactory(source, "1", timeouts);
  }
}
