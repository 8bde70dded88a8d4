package io.rubik.standin;

import io.rubik.kube.LayeredSockets;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the server's TLS sockets, which use the first of the client's ciphers that they know. The
 * real server decides between AES-GCM and ChaCha20 by which of them the client names first.
 */
final class ClientOrderSockets extends LayeredSockets {

  ClientOrderSockets(SSLSocketFactory sockets) {
    super(sockets);
  }

  /** The one that the web server calls. */
  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket made = (SSLSocket) super.createSocket(socket, host, port, autoClose);
    SSLParameters parameters = made.getSSLParameters();
    parameters.setUseCipherSuitesOrder(false);
    made.setSSLParameters(parameters);
    return made;
  }
}
