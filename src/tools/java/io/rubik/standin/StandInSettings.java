package io.rubik.standin;

import java.time.Duration;

/**
 * The settings of a server.
 *
 * @param port 0 for a free port, which then stays the same over restarts
 * @param http2 whether HTTP/2 is offered beside HTTP/1.1
 * @param clientCertificates whether clients are asked for a certificate, which they may or may not
 *     have
 * @param historyLimit how many changes a watch can resume over
 */
public record StandInSettings(
    int port,
    boolean http2,
    String token,
    boolean clientCertificates,
    int historyLimit,
    Duration bookmarkInterval) {

  /**
   * Returns a free port, HTTP/2, client certificates asked for, 1000 changes, a bookmark a minute.
   */
  public static StandInSettings defaults() {
    return new StandInSettings(0, true, "standin-token", true, 1000, Duration.ofMinutes(1));
  }

  /** Returns these settings with a fixed port. */
  public StandInSettings withPort(int fixed) {
    return new StandInSettings(
        fixed, http2, token, clientCertificates, historyLimit, bookmarkInterval);
  }

  /** Returns these settings without HTTP/2. */
  public StandInSettings withHttp1Only() {
    return new StandInSettings(
        port, false, token, clientCertificates, historyLimit, bookmarkInterval);
  }

  /** Returns these settings with another bearer token. */
  public StandInSettings withToken(String other) {
    return new StandInSettings(
        port, http2, other, clientCertificates, historyLimit, bookmarkInterval);
  }

  /** Returns these settings with another length of history. */
  public StandInSettings withHistoryLimit(int limit) {
    return new StandInSettings(port, http2, token, clientCertificates, limit, bookmarkInterval);
  }

  /** Returns these settings with another time between bookmarks. */
  public StandInSettings withBookmarkInterval(Duration interval) {
    return new StandInSettings(port, http2, token, clientCertificates, historyLimit, interval);
  }

  /** Returns these settings without asking clients for certificates. */
  public StandInSettings withoutClientCertificates() {
    return new StandInSettings(port, http2, token, false, historyLimit, bookmarkInterval);
  }
}
