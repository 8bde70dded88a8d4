package io.rubik.kube.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;

/**
 * Makes the TCP sockets below TLS, with paced input. Here alone it is known whether bytes wait to
 * be read: TLS and HTTP/2 have no way to ask.
 */
final class PacedSockets extends SocketFactory {

  private final ReadPacing pacing;

  PacedSockets(ReadPacing pacing) {
    this.pacing = pacing;
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public InputStream getInputStream() throws IOException {
        return new PacedInput(
            super.getInputStream(), pacing, pause -> LockSupport.parkNanos(pause.toNanos()));
      }
    };
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
