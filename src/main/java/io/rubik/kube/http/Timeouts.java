package io.rubik.kube.http;

import java.time.Duration;

/**
 * Time-outs of requests to the API server.
 *
 * @param connect for an answer of DNS, and for a TCP connection; long enough for a second SYN,
 *     which follows after 1 s
 * @param handshake for each message of the TLS handshake
 * @param response for a whole list, and for the headers of a watch
 * @param errorBody for the body of an unsuccessful response, which only adds a reason
 * @param idle for the next event of a watch to be whole; a bookmark arrives about every minute
 * @param ping between two HTTP/2 pings; a ping not answered by the next one ends the connection
 */
record Timeouts(
    Duration connect,
    Duration handshake,
    Duration response,
    Duration errorBody,
    Duration idle,
    Duration ping) {

  /** Returns the daemon's, by which it reconnects within 6 s of the end of an outage. */
  static Timeouts usual() {
    return new Timeouts(
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(90),
        Duration.ofSeconds(10));
  }
}
