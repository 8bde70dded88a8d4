package io.rubik.kube;

import io.rubik.pod.PodStore;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/** Keeps the store equal to the API server's pods of the node: a list, then watches. */
final class ListWatchLoop {

  private static final String ANY_VERSION = "0";
  private static final String LATEST_VERSION = "";
  private static final int MIN_WATCH_SECONDS = 300;
  private static final int MAX_WATCH_SECONDS = 600;

  /** A watch that has lasted that long shows that the server is well. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final PodSource source;
  private final PodStore store;
  private final Progress progress;
  private final Timing timing;
  private final BackOff backOff = new BackOff();
  private final WatchPace pace = new WatchPace();
  private final Set<String> unknownTypes = new HashSet<>();
  private String resourceVersion = ANY_VERSION;
  private boolean listIsDue = true;
  private int brokenInARow;

  ListWatchLoop(PodSource source, PodStore store, Progress progress, Timing timing) {
    this.source = source;
    this.store = store;
    this.progress = progress;
    this.timing = timing;
  }

  /** What the loop tells of its course. */
  interface Progress {

    /** The server was heard of. */
    void heard();

    /** A list of that many pods has been applied. */
    void listed(int pods);

    /** A list or watch failed. */
    void failed(Throwable e);

    /** Lists and watches succeed. */
    void well();
  }

  /** Does one list or one watch, to its end, and returns how long to wait before the next. */
  Duration step() {
    return listIsDue ? list() : watch();
  }

  /** Waits for a list after an unforeseen fault, of which the store may have seen one half. */
  Duration recover(Throwable e) {
    listIsDue = true;
    return failed(e);
  }

  private Duration list() {
    try {
      PodListing listing = source.list(resourceVersion);
      progress.heard();
      store.replace(listing.pods());
      resourceVersion = listing.resourceVersion();
      listIsDue = false;
      progress.listed(listing.pods().size());
      return Duration.ZERO;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private Duration watch() {
    long started = timing.nanoTime().getAsLong();
    try (PodSource.Watch watch = source.watch(resourceVersion, watchDuration())) {
      return follow(watch, started);
    } catch (IOException e) {
      listIsDue = !(e instanceof ApiFailure failure) || !isWorthAnotherWatch(failure);
      return failed(e);
    }
  }

  private Duration follow(PodSource.Watch watch, long started) {
    if (brokenInARow < 2) {
      progress.well();
    }
    try {
      for (Optional<WatchEvent> event = watch.next(); event.isPresent(); event = watch.next()) {
        apply(event.get());
      }
    } catch (SocketTimeoutException e) {
      Logger.debug("the watch was silent for too long: another one begins");
    } catch (IOException e) {
      return broken(e, lasted(started));
    }
    return ended(lasted(started));
  }

  private Duration ended(Duration lasted) {
    if (lasted.compareTo(SETTLED) >= 0) {
      settled();
    }
    return pace.waitAfter(lasted);
  }

  /** One broken watch is nothing: a server restarts. Only if the next breaks as well it is news. */
  private Duration broken(IOException e, Duration lasted) {
    if (lasted.compareTo(SETTLED) >= 0) {
      settled();
    }
    listIsDue = true;
    brokenInARow++;
    if (brokenInARow > 1 || source.isCancelled()) {
      return failed(e);
    }
    forgetUnusableVersion(e);
    Logger.debug("the watch broke: {}", e.getMessage());
    return backOff.next(timing.random().getAsDouble());
  }

  private Duration failed(Throwable e) {
    if (source.isCancelled()) {
      return Duration.ZERO;
    }
    forgetUnusableVersion(e);
    if (!isVersionUnusable(e)) {
      progress.failed(e);
    }
    Duration wait = backOff.next(timing.random().getAsDouble());
    Duration asked = e instanceof ApiFailure failure ? failure.retryAfter() : Duration.ZERO;
    return asked.compareTo(wait) > 0 ? asked : wait;
  }

  private void apply(WatchEvent event) throws IOException {
    progress.heard();
    switch (event) {
      case WatchEvent.Put put -> {
        store.put(put.manifest());
        advance(put.resourceVersion());
      }
      case WatchEvent.Delete delete -> {
        store.remove(delete.manifest());
        advance(delete.resourceVersion());
      }
      case WatchEvent.Bookmark bookmark -> advance(bookmark.resourceVersion());
      case WatchEvent.Unknown unknown -> {
        if (unknownTypes.size() < 10 && unknownTypes.add(unknown.type())) {
          Logger.warn("watch events of the unknown type {} are ignored", unknown.type());
        }
      }
      case WatchEvent.Failure failure ->
          throw new ApiFailure(failure.status().code(), failure.status().message(), Duration.ZERO);
    }
  }

  private void advance(String version) {
    if (!version.isEmpty()) {
      resourceVersion = version;
    }
    settled();
  }

  private void settled() {
    backOff.reset();
    brokenInARow = 0;
    progress.well();
  }

  /** A server that answers may be busy or shut rubik out, but has not lost the version. */
  private static boolean isWorthAnotherWatch(ApiFailure failure) {
    return switch (failure.code()) {
      case 401, 403, 429 -> true;
      default -> failure.code() >= 500 && !failure.isVersionUnusable();
    };
  }

  private void forgetUnusableVersion(Throwable e) {
    if (isVersionUnusable(e)) {
      resourceVersion = LATEST_VERSION;
    }
  }

  private static boolean isVersionUnusable(Throwable e) {
    return e instanceof ApiFailure failure && failure.isVersionUnusable();
  }

  private Duration watchDuration() {
    int span = MAX_WATCH_SECONDS - MIN_WATCH_SECONDS;
    return Duration.ofSeconds(MIN_WATCH_SECONDS + Math.round(span * timing.random().getAsDouble()));
  }

  private Duration lasted(long startedNanos) {
    return Duration.ofNanos(timing.nanoTime().getAsLong() - startedNanos);
  }
}
