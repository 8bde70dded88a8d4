package io.rubik.kube.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS sockets over connected ones, with a time-out for the handshake and with the
 * tls-server-name instead of the URL's host, if there is one.
 */
final class TlsSockets extends SSLSocketFactory {

  private final SSLSocketFactory sockets;
  private final Optional<String> serverName;
  private final Duration handshakeTimeout;

  TlsSockets(SSLSocketFactory sockets, Optional<String> serverName, Duration handshakeTimeout) {
    this.sockets = sockets;
    this.serverName = serverName;
    this.handshakeTimeout = handshakeTimeout;
  }

  /** Called by the HTTP client, which sets its own time-outs after the handshake. */
  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    socket.setSoTimeout((int) handshakeTimeout.toMillis());
    return sockets.createSocket(socket, serverName.orElse(host), port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(
      InetAddress address, int port, InetAddress localAddress, int localPort) {
    throw new UnsupportedOperationException();
  }
}
