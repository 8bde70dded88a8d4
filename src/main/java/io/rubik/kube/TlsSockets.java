package io.rubik.kube;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS sockets that do not wait for ever while TLS is set up, and that ask, if need be, for a
 * server by another name than the URL's host.
 */
final class TlsSockets extends LayeredSockets {

  private final Optional<String> serverName;
  private final Duration handshakeTimeout;

  TlsSockets(SSLSocketFactory sockets, Optional<String> serverName, Duration handshakeTimeout) {
    super(sockets);
    this.serverName = serverName;
    this.handshakeTimeout = handshakeTimeout;
  }

  /** The one that the HTTP client calls; it sets time-outs of its own once TLS is set up. */
  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    socket.setSoTimeout((int) handshakeTimeout.toMillis());
    return super.createSocket(socket, serverName.orElse(host), port, autoClose);
  }
}
