package io.rubik.kube;

import io.rubik.kube.http.ApiFailure;
import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import io.rubik.pod.PodStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/** Keeps the store equal to the API server's pods of the node: a list, then watches. */
final class ListWatchLoop {

  private static final int MIN_WATCH_SECONDS = 300;
  private static final int MAX_WATCH_SECONDS = 600;

  /** A watch that has lasted that long shows that the server is well. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  /** Watches tell all there is; should an event be lost all the same, a list makes up for it. */
  private static final Duration LIST_INTERVAL = Duration.ofMinutes(30);

  /** A watch is ended that the server has not ended that long after its time. */
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  /** Watches that end as soon as they begin, or are silent, tell nothing: lists must. */
  private static final Duration BLIND_LIST_INTERVAL = Duration.ofSeconds(30);

  private final PodSource source;
  private final PodStore store;
  private final Progress progress;
  private final Timing timing;
  private final BackOff backOff = new BackOff();
  private final WatchPace pace = new WatchPace();
  private final Position position = new Position();
  private final Set<String> unknownTypes = new HashSet<>();
  private boolean listIsDue = true;
  private boolean emptyListIsDoubtful = true;
  private int disturbedInARow;
  private long stepNanos;
  private long listNanos;

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
    stepNanos = timing.nanoTime().getAsLong();
    return listIsDue ? list() : watch();
  }

  /** Waits for a list after an unforeseen fault, of which the store may have seen one half. */
  Duration recover(Throwable e) {
    listIsDue = true;
    disturbedInARow++;
    return failed(e, elapsed());
  }

  private Duration list() {
    try {
      PodListing listing = source.list(position.version());
      progress.heard();
      if (listing.pods().isEmpty() && !store.pods().isEmpty() && emptyListIsDoubtful) {
        return askAgain();
      }
      store.replace(listing.pods());
      position.set(listing.resourceVersion());
      listIsDue = false;
      listNanos = stepNanos;
      emptyListIsDoubtful = true;
      progress.listed(listing.pods().size());
      return Duration.ZERO;
    } catch (IOException e) {
      return notListed(e);
    }
  }

  /** All pods at once seldom go: what a cache says is believed when the latest version says so. */
  private Duration askAgain() {
    Logger.info("the list of pods is empty, and was not before: asked for again");
    emptyListIsDoubtful = false;
    position.forget();
    return backOff.next(Duration.ZERO, timing.random().getAsDouble());
  }

  private Duration notListed(IOException e) {
    boolean isNews = !isVersionUnusable(e) || position.isForgotten();
    return isNews ? failed(e, elapsed()) : passedOver(e, elapsed());
  }

  private Duration watch() {
    Duration asked = watchDuration();
    try (PodSource.Watch watch = source.watch(position.version(), asked)) {
      return follow(watch, asked);
    } catch (IOException e) {
      listIsDue = !(e instanceof ApiFailure failure) || !isWorthAnotherWatch(failure);
      return isVersionUnusable(e) ? disturbed(e) : failed(e, elapsed());
    }
  }

  private Duration follow(PodSource.Watch watch, Duration asked) {
    if (disturbedInARow < 2) {
      progress.well();
    }
    try {
      takeEvents(watch, asked.plus(OVERDUE));
      return ended(asked);
    } catch (SocketTimeoutException e) {
      // One is nothing, for the next goes on from the same version; a proxy may hold back all.
      listIsDue = isListOlderThan(disturbedInARow > 0 ? BLIND_LIST_INTERVAL : LIST_INTERVAL);
      return disturbed(e);
    } catch (IOException e) {
      listIsDue = true;
      settleIfLasted();
      return disturbed(e);
    }
  }

  private void takeEvents(PodSource.Watch watch, Duration most) throws IOException {
    EventPace storms = new EventPace();
    long asked = timing.nanoTime().getAsLong();
    Optional<WatchEvent> event = watch.next();
    while (event.isPresent()) {
      Duration pause = storms.pauseAfter(asked, timing.nanoTime().getAsLong());
      apply(event.get());
      if (pause.isPositive()) {
        pause(pause);
      }
      asked = timing.nanoTime().getAsLong();
      event = elapsed().compareTo(most) < 0 ? watch.next() : Optional.empty();
    }
  }

  private void pause(Duration pause) throws InterruptedIOException {
    try {
      timing.sleeper().sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the watch is to end");
    }
  }

  private Duration ended(Duration asked) {
    settleIfLasted();
    boolean isShort = elapsed().compareTo(SETTLED) < 0;
    listIsDue = isListOlderThan(isShort ? BLIND_LIST_INTERVAL : LIST_INTERVAL);
    if (isShort && ++disturbedInARow > 1) {
      progress.failed(new EOFException("watches end as soon as they begin"));
    }
    return pace.waitAfter(elapsed(), asked, timing.random().getAsDouble());
  }

  /**
   * One watch that breaks is nothing: a server restarts, a version expires, a proxy forgets a
   * connection. Only if the next breaks as well it is news.
   */
  private Duration disturbed(IOException e) {
    disturbedInARow++;
    return disturbedInARow > 1 ? failed(e, Duration.ZERO) : passedOver(e, Duration.ZERO);
  }

  private Duration passedOver(IOException e, Duration spent) {
    if (!source.isCancelled()) {
      Logger.debug("no news yet: {}", e.getMessage());
    }
    return pause(e, spent);
  }

  private Duration failed(Throwable e, Duration spent) {
    if (!source.isCancelled()) {
      progress.failed(e);
    }
    return pause(e, spent);
  }

  /** The server asks many nodes at one moment for the same patience: jitter is added to it. */
  private Duration pause(Throwable e, Duration spent) {
    if (source.isCancelled()) {
      return Duration.ZERO;
    }
    if (isVersionUnusable(e)) {
      position.forget();
    }
    Duration asked = e instanceof ApiFailure failure ? failure.retryAfter() : Duration.ZERO;
    return asked.plus(backOff.next(spent, timing.random().getAsDouble()));
  }

  private void apply(WatchEvent event) throws IOException {
    progress.heard();
    switch (event) {
      case WatchEvent.Put put -> {
        position.check(put.resourceVersion());
        store.put(put.manifest());
        advance(put.resourceVersion());
      }
      case WatchEvent.Delete delete -> {
        position.check(delete.resourceVersion());
        store.remove(delete.manifest());
        advance(delete.resourceVersion());
      }
      case WatchEvent.Bookmark bookmark -> {
        position.check(bookmark.resourceVersion());
        advance(bookmark.resourceVersion());
      }
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
    position.advance(version);
    settleIfLasted();
  }

  /** An event alone does not settle it: a watch may break after one, again and again. */
  private void settleIfLasted() {
    if (elapsed().compareTo(SETTLED) >= 0) {
      backOff.reset();
      disturbedInARow = 0;
      progress.well();
    }
  }

  /** A server that answers may be busy or shut rubik out, but has not lost the version. */
  private static boolean isWorthAnotherWatch(ApiFailure failure) {
    return switch (failure.code()) {
      case 401, 403, 429 -> true;
      default -> failure.code() >= 500 && !failure.isVersionUnusable();
    };
  }

  private static boolean isVersionUnusable(Throwable e) {
    return e instanceof ApiFailure failure && failure.isVersionUnusable();
  }

  private Duration watchDuration() {
    int span = MAX_WATCH_SECONDS - MIN_WATCH_SECONDS;
    return Duration.ofSeconds(MIN_WATCH_SECONDS + Math.round(span * timing.random().getAsDouble()));
  }

  private boolean isListOlderThan(Duration interval) {
    return Duration.ofNanos(timing.nanoTime().getAsLong() - listNanos).compareTo(interval) >= 0;
  }

  /** Returns how long the list or watch under way has lasted. */
  private Duration elapsed() {
    return Duration.ofNanos(timing.nanoTime().getAsLong() - stepNanos);
  }
}
