package io.rubik.kube.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes TLS sockets over connections that are there, with a limit of time for the handshake and, if
 * need be, for a server of another name than the URL's host.
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

  /** The one that the HTTP client calls; it sets time-outs of its own after the handshake. */
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
