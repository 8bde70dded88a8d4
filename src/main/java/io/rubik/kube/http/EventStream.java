package io.rubik.kube.http;

import io.rubik.kube.json.MalformedBodyException;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * The response of a watch, one event a line. It is given up, whatever bytes arrive, when an event
 * is not whole in time, and ends when it has lasted as long as it may.
 */
public final class EventStream implements Closeable {

  /** Twice the largest object an API server stores. */
  private static final long MAX_LINE_BYTES = 6 << 20;

  private final Response response;
  private final BufferedSource source;
  private final StreamBounds bounds;
  private final ReadPacing pacing;
  private final StreamTimer timer;

  EventStream(Exchange exchange, StreamBounds bounds) {
    this.response = exchange.response();
    this.source = response.body().source();
    this.bounds = bounds;
    this.pacing = exchange.pacing();
    this.timer = StreamTimer.started(exchange.call(), bounds);
  }

  /**
   * Waits for the next event and returns its line; empty when the server has ended the watch or its
   * time is over. Fails with {@code SocketTimeoutException} when the event takes too long.
   */
  public Optional<byte[]> next() throws IOException {
    if (bounds.isOver()) {
      return Optional.empty();
    }
    bounds.waits();
    try {
      return line();
    } catch (IOException e) {
      if (!timer.hasExpired()) {
        throw e;
      }
      if (bounds.isOver()) {
        return Optional.empty();
      }
      throw idle(e);
    } finally {
      bounds.arrived();
    }
  }

  /** Closes the stream; the connection stays open. */
  @Override
  public void close() {
    timer.close();
    response.close();
  }

  private Optional<byte[]> line() throws IOException {
    if (!skipBlanks()) {
      return Optional.empty();
    }
    long length = source.indexOf((byte) '\n', 0, MAX_LINE_BYTES);
    if (length < 0) {
      throw new MalformedBodyException("a watch event is cut short or larger than 6 MiB");
    }
    byte[] line = source.readByteArray(length);
    source.skip(1);
    pacing.arrived();
    return Optional.of(line);
  }

  /** Returns whether there is more. */
  private boolean skipBlanks() throws IOException {
    while (!source.exhausted()) {
      byte next = source.getBuffer().getByte(0);
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return true;
      }
      source.skip(1);
    }
    return false;
  }

  private static SocketTimeoutException idle(IOException e) {
    SocketTimeoutException idle = new SocketTimeoutException("a watch without events or bookmarks");
    idle.initCause(e);
    return idle;
  }
}
