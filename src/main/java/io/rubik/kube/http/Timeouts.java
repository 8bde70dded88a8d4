package io.rubik.kube.http;

import java.time.Duration;

/**
 * How long to wait for the server.
 *
 * @param connect for a TCP connection; long enough for a second SYN, which follows after 1 s
 * @param handshake for each answer while TLS is set up
 * @param answer for a list as a whole, and for a watch to begin
 * @param refusal for the reasons of an answer that says no, which are of little use if late
 * @param silence for the next byte of a watch; a bookmark comes about each minute
 * @param ping between two pings over HTTP/2; one that is not answered by the next ends the
 *     connection
 */
record Timeouts(
    Duration connect,
    Duration handshake,
    Duration answer,
    Duration refusal,
    Duration silence,
    Duration ping) {

  /** Returns those of a node agent that must be back 6 s after an outage. */
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
