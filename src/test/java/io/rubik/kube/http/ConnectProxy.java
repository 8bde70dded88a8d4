package io.rubik.kube.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on loopback that answers CONNECT with a status; after 200 it passes on what both
 * sides send, to the port that was asked for, whatever the host.
 */
final class ConnectProxy implements AutoCloseable {

  private final ServerSocket server;
  private final String status;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private ConnectProxy(String status) throws IOException {
    this.status = status;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts one that answers so: {@code 200 OK}. */
  static ConnectProxy answering(String status) throws IOException {
    ConnectProxy proxy = new ConnectProxy(status);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  /** Returns host and port. */
  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Returns the heads of the requests so far. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket client) {
    try {
      String head = head(client.getInputStream());
      heads.add(head);
      client.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(ISO_8859_1));
      if (!status.startsWith("200")) {
        client.close();
        return;
      }
      int port = Integer.parseInt(head.replaceFirst("(?s)CONNECT [^ ]*:([0-9]+) .*", "$1"));
      Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(target);
      Thread.ofVirtual().start(() -> pass(client, target));
      pass(target, client);
    } catch (IOException e) {
      // One side has gone.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("closed");
      }
      head.write(c);
    }
    return head.toString(ISO_8859_1);
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has gone.
    }
  }
}
