package io.rubik.standin;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connections below TLS, numbered from 0 as accepted: they can be reset, closed and frozen.
 */
final class Connections extends ServerSocketFactory {

  private final Map<Integer, Connection> open = new ConcurrentHashMap<>();
  private boolean frozen;
  private volatile Duration drip = Duration.ZERO;

  /** Drops every connection with a TCP reset. */
  void resetAll() {
    open.keySet().forEach(this::reset);
  }

  /** Drops one connection with a TCP reset. */
  void reset(int index) {
    Connection connection = open.get(index);
    if (connection != null) {
      connection.reset();
    }
  }

  /** Closes one connection. */
  void close(int index) {
    Connection connection = open.get(index);
    if (connection != null) {
      connection.closeQuietly();
    }
  }

  /** Closes every connection without a TLS close_notify, as a killed process does. */
  void closeAll() {
    open.values().forEach(Connection::closeQuietly);
  }

  /**
   * While frozen, no connection reads or writes a byte and none is closed: a peer behind a dead
   * network.
   */
  synchronized void freeze(boolean freeze) {
    frozen = freeze;
    notifyAll();
  }

  /** Sends each byte that long after the one before; at once with zero. */
  void drip(Duration pause) {
    drip = pause;
  }

  /** Freezes the connections there are, for good; those made later work. */
  synchronized void freezeOpen() {
    open.values().forEach(connection -> connection.isFrozen = true);
  }

  /** Whether the peer of an HTTP/1.1 answer that is being written has left. */
  boolean peerHasLeft(int index) {
    Connection connection = open.get(index);
    return connection == null || (!isFrozen(connection) && connection.peerHasLeft());
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new ServerSocket() {
      private int next;

      @Override
      public void bind(@Nullable SocketAddress address, int backlog) throws IOException {
        // Its connections inherit this; without it none could linger while the port is bound again.
        setReuseAddress(true);
        super.bind(address, backlog);
      }

      @Override
      public Socket accept() throws IOException {
        int index = next++;
        Connection connection = new Connection(index);
        implAccept(connection);
        connection.sendAtOnce();
        open.put(index, connection);
        return connection;
      }
    };
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) {
    throw new UnsupportedOperationException();
  }

  private synchronized void awaitThaw(Connection connection) throws IOException {
    while (isFrozen(connection) && !connection.isClosed()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private synchronized boolean isFrozen(Connection connection) {
    return frozen || connection.isFrozen;
  }

  private synchronized void wakeFrozen() {
    notifyAll();
  }

  /** A server-side socket that can be frozen and that closes itself when its peer breaks off. */
  private final class Connection extends Socket {

    private final int index;
    private boolean isFrozen;

    Connection(int index) {
      this.index = index;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          try {
            int count = in.read(bytes, offset, length);
            awaitThaw(Connection.this);
            return count;
          } catch (IOException e) {
            Connection.this.close();
            throw e;
          }
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(int value) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          awaitThaw(Connection.this);
          try {
            int sent = dripped(bytes, offset, length);
            out.write(bytes, offset + sent, length - sent);
          } catch (IOException e) {
            Connection.this.close();
            throw e;
          }
        }

        private int dripped(byte[] bytes, int offset, int length) throws IOException {
          int sent = 0;
          while (!drip.isZero() && sent < length) {
            out.write(bytes, offset + sent++, 1);
            LockSupport.parkNanos(drip.toNanos());
          }
          return sent;
        }
      };
    }

    @Override
    public void close() throws IOException {
      open.remove(index);
      super.close();
      wakeFrozen();
    }

    /**
     * In the middle of an answer a peer is silent: bytes are its TLS close_notify, which means the
     * end.
     */
    boolean peerHasLeft() {
      try {
        setSoTimeout(1);
        super.getInputStream().read();
        return true;
      } catch (SocketTimeoutException e) {
        return !clearTimeout();
      } catch (IOException e) {
        return true;
      }
    }

    private boolean clearTimeout() {
      try {
        setSoTimeout(0);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    /** Without this, an event waits for the acknowledgement of the one before. */
    void sendAtOnce() {
      try {
        setTcpNoDelay(true);
      } catch (IOException e) {
        // Broken already, which its reader will see; the server continues to accept.
      }
    }

    void reset() {
      try {
        setSoLinger(true, 0);
      } catch (IOException e) {
        // Closed already; close below is harmless.
      }
      closeQuietly();
    }

    void closeQuietly() {
      try {
        close();
      } catch (IOException e) {
        // The descriptor is released all the same.
      }
    }
  }
}
