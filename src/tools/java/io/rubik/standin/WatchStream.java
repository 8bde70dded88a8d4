package io.rubik.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;

/**
 * The body of one watch: a JSON object a line, each flushed at once, until it times out, is cut or
 * the client leaves.
 */
final class WatchStream implements MockResponseBody {

  /** What a watch asks for; an empty version asks for the existing pods first. */
  record Request(
      PodSelector selector,
      Optional<Long> version,
      Optional<Duration> timeout,
      boolean bookmarks,
      boolean http2,
      int connection) {}

  private static final Duration TICK = Duration.ofMillis(100);

  private final Request request;
  private final StandInState state;
  private final EventFaults eventFaults;
  private final boolean unknownFields;
  private final long startNanos = System.nanoTime();
  private long lastBookmarkNanos = startNanos;
  private long seen;
  private volatile boolean ended;
  private volatile boolean bookmarkRequested;

  WatchStream(Request request, StandInState state) {
    this.request = request;
    this.state = state;
    this.eventFaults = new EventFaults(state.faults());
    this.unknownFields = state.faults().strikes(FaultKind.UNKNOWN_FIELDS, FaultTarget.WATCH);
  }

  @Override
  public long getContentLength() {
    return -1;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    state.watches().opened(this);
    try {
      stream(sink);
      if (!request.http2()) {
        // The empty line after the last chunk is the server's.
        sink.writeUtf8("0\r\n");
      }
      sink.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("watch interrupted");
    } finally {
      state.watches().closed(this);
    }
  }

  /** Ends the watch cleanly. */
  void end() {
    ended = true;
  }

  /** Makes the watch send a bookmark, if its client allows bookmarks. */
  void requestBookmark() {
    bookmarkRequested = true;
  }

  private void stream(BufferedSink sink) throws IOException, InterruptedException {
    if (state.faults().strikes(FaultKind.WATCH_CLOSED, FaultTarget.WATCH)) {
      return;
    }
    try {
      start(sink);
      while (!ended && !isTimedOut()) {
        checkClient(sink);
        sendChanges(sink);
        sendDueBookmark(sink);
      }
      if (isTimedOut() && request.bookmarks()) {
        send(sink, WatchEvent.bookmark(seen));
      }
    } catch (ApiException e) {
      send(sink, WatchEvent.error(e.status()));
    }
  }

  private void start(BufferedSink sink) throws IOException {
    if (state.faults().strikes(FaultKind.WATCH_EXPIRED, FaultTarget.WATCH)) {
      throw new ApiException(
          ApiStatus.expired(request.version().orElse(0L), state.pods().version()));
    }
    if (request.version().isPresent()) {
      seen = request.version().get();
      state.pods().checkStart(seen);
      return;
    }
    PodRegistry.Snapshot snapshot = state.pods().list(request.selector());
    seen = snapshot.version();
    for (JsonObject pod : snapshot.pods()) {
      send(sink, new WatchEvent("ADDED", pod));
    }
  }

  private void sendChanges(BufferedSink sink) throws IOException, InterruptedException {
    List<PodChange> changes = state.pods().changesAfter(seen, TICK);
    if (isSilent()) {
      sendBlanks(sink);
      state.faults().awaitChange(TICK);
      return;
    }
    for (PodChange change : changes) {
      List<WatchEvent> events =
          change.eventFor(request.selector()).map(eventFaults::apply).orElse(List.of());
      for (WatchEvent event : events) {
        send(sink, event);
      }
      seen = change.version();
    }
  }

  private void sendDueBookmark(BufferedSink sink) throws IOException {
    long sinceLast = System.nanoTime() - lastBookmarkNanos;
    boolean due = bookmarkRequested || sinceLast >= state.settings().bookmarkInterval().toNanos();
    if (due && !isSilent()) {
      bookmarkRequested = false;
      lastBookmarkNanos = System.nanoTime();
      if (request.bookmarks()) {
        send(sink, WatchEvent.bookmark(seen));
      }
    }
  }

  private void send(BufferedSink sink, WatchEvent event) throws IOException {
    WatchEvent sent =
        unknownFields && !event.type().equals("ERROR")
            ? new WatchEvent(event.type(), UnknownFields.addedTo(event.object()))
            : event;
    String line = sent.line();
    if (state.faults().strikes(FaultKind.INVALID_JSON, FaultTarget.WATCH)) {
      line = line.substring(0, line.length() / 2) + "}]\n";
    }
    send(sink, line.getBytes(UTF_8));
  }

  private void sendBlanks(BufferedSink sink) throws IOException {
    if (state.faults().isActive(FaultKind.WATCH_BLANK)) {
      send(sink, " \n".getBytes(UTF_8));
    }
  }

  private void send(BufferedSink sink, byte[] bytes) throws IOException {
    if (!request.http2()) {
      sink.writeHexadecimalUnsignedLong(bytes.length).writeUtf8("\r\n");
    }
    int sent = drip(sink, bytes);
    sink.write(bytes, sent, bytes.length - sent);
    if (!request.http2()) {
      sink.writeUtf8("\r\n");
    }
    sink.flush();
  }

  /** Sends byte by byte while that fault lasts, and returns how many. */
  private int drip(BufferedSink sink, byte[] bytes) throws IOException {
    int sent = 0;
    Optional<Fault> fault = state.faults().inForce(FaultKind.WATCH_DRIPPING);
    while (fault.isPresent() && sent < bytes.length && !ended) {
      sink.writeByte(bytes[sent++]).flush();
      LockSupport.parkNanos(fault.get().pause().toNanos());
      fault = state.faults().inForce(FaultKind.WATCH_DRIPPING);
    }
    return sent;
  }

  /**
   * Fails when the client has left: an empty flush reports a reset HTTP/2 stream, but nothing on
   * HTTP/1.1.
   */
  private void checkClient(BufferedSink sink) throws IOException {
    sink.flush();
    if (!request.http2() && state.connections().peerHasLeft(request.connection())) {
      state.connections().close(request.connection());
      throw new IOException("client has closed the watch");
    }
  }

  private boolean isSilent() {
    return state.faults().isActive(FaultKind.WATCH_SILENT)
        || state.faults().isActive(FaultKind.WATCH_BLANK);
  }

  private boolean isTimedOut() {
    return request.timeout().isPresent()
        && System.nanoTime() - startNanos >= request.timeout().get().toNanos();
  }
}
