package io.rubik.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the server's TLS sockets, which use the first of the client's ciphers that they know. The
 * real server decides between AES-GCM and ChaCha20 by which of them the client names first.
 */
final class ClientOrderSockets extends SSLSocketFactory {

  private final SSLSocketFactory sockets;

  ClientOrderSockets(SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  /** The one that the web server calls. */
  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket made = (SSLSocket) sockets.createSocket(socket, host, port, autoClose);
    SSLParameters parameters = made.getSSLParameters();
    parameters.setUseCipherSuitesOrder(false);
    made.setSSLParameters(parameters);
    return made;
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
