package io.rubik.kube;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import io.rubik.pod.PodAdmission;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * Keeps the registry of pods in sync with the API server: a list of the node's pods, then watches.
 */
final class ListWatchLoop {

  private static final int MIN_WATCH_SECONDS = 300;
  private static final int MAX_WATCH_SECONDS = 600;

  /** A watch that has lasted this long shows that the server has recovered. */
  private static final Duration STABLE = Duration.ofSeconds(10);

  /** A periodic list (resync) repairs what a lost event would leave behind. */
  private static final Duration LIST_INTERVAL = Duration.ofMinutes(30);

  /** While watches end immediately, lists replace them. */
  private static final Duration FALLBACK_LIST_INTERVAL = Duration.ofSeconds(30);

  private final PodSource source;
  private final PodAdmission admission;
  private final Progress progress;
  private final Timing timing;
  private final BackOff backOff = new BackOff();
  private final WatchPace pace = new WatchPace();
  private final LastSyncedVersion lastSynced = new LastSyncedVersion();
  private final WatchEvents events;
  private boolean listIsDue = true;
  private boolean confirmsDoubtfulList = true;
  private int failedWatches;
  private long stepNanos;
  private long listNanos;

  ListWatchLoop(PodSource source, PodAdmission admission, Progress progress, Timing timing) {
    this.source = source;
    this.admission = admission;
    this.progress = progress;
    this.timing = timing;
    this.events = new WatchEvents(admission, lastSynced);
  }

  /** Receives the progress of the loop. */
  interface Progress {

    /** The server answered a list or sent an event. */
    void contacted();

    /** A list of that many pods has been applied. */
    void listed(int pods);

    /** A list or watch failed. */
    void failed(Throwable e);

    /** Lists and watches succeed. */
    void recovered();
  }

  /** Does one list or one watch to its end and returns how long to wait before the next. */
  Duration step() {
    stepNanos = timing.ticker().nanos();
    return listIsDue ? list() : watch();
  }

  /** After an unexpected exception the registry may be half updated: schedules a list. */
  Duration recover(Throwable e) {
    listIsDue = true;
    failedWatches++;
    return failed(e, elapsed());
  }

  private Duration list() {
    try {
      PodListing listing = source.list(lastSynced.listed());
      progress.contacted();
      if (confirmsDoubtfulList && isDoubtful(listing)) {
        return confirm(listing);
      }
      admission.replace(listing.pods());
      lastSynced.set(listing.resourceVersion());
      listIsDue = false;
      listNanos = stepNanos;
      confirmsDoubtfulList = true;
      progress.listed(listing.pods().size());
      return Duration.ZERO;
    } catch (IOException e) {
      return listFailed(e);
    }
  }

  /** All pods are seldom deleted at once, and versions seldom go back. */
  private boolean isDoubtful(PodListing listing) {
    boolean isSuddenlyEmpty = listing.pods().isEmpty() && !admission.isEmpty();
    return isSuddenlyEmpty || lastSynced.isAheadOf(listing.resourceVersion());
  }

  /** A doubtful list is confirmed by the most recent one. */
  private Duration confirm(PodListing listing) {
    boolean isOlder = lastSynced.isAheadOf(listing.resourceVersion());
    Logger.info(
        "the pod list is {}: listing again to confirm",
        isOlder ? "older than what is known" : "empty although pods are known");
    confirmsDoubtfulList = false;
    return askForLatest();
  }

  private Duration listFailed(IOException e) {
    if (isVersionUnusable(e) && !lastSynced.isForgotten()) {
      return askForLatest();
    }
    return failed(e, elapsed());
  }

  /** The server is up and has answered: what it or others did not answer before does not count. */
  private Duration askForLatest() {
    lastSynced.forget();
    return BackOff.afterAnswer(timing.random().getAsDouble());
  }

  private Duration watch() {
    Duration timeout = watchTimeout();
    try (PodSource.Watch watch = source.watch(lastSynced.version(), timeout)) {
      return follow(watch, timeout);
    } catch (IOException e) {
      listIsDue = !isOverload(e);
      return isVersionUnusable(e) ? watchFailed(e) : failed(e, elapsed());
    }
  }

  private Duration follow(PodSource.Watch watch, Duration timeout) {
    if (failedWatches < 2) {
      progress.recovered();
    }
    try {
      takeEvents(watch);
      return watchEnded(timeout);
    } catch (SocketTimeoutException e) {
      // Bookmarks come each minute: a proxy may buffer watches, or the server have lost its data.
      listIsDue = true;
      return watchFailed(e);
    } catch (IOException e) {
      listIsDue = true;
      recoverIfStable();
      return watchFailed(e);
    }
  }

  private void takeEvents(PodSource.Watch watch) throws IOException {
    Optional<WatchEvent> event = watch.next();
    while (event.isPresent()) {
      progress.contacted();
      events.apply(event.get());
      recoverIfStable();
      event = watch.next();
    }
  }

  private Duration watchEnded(Duration timeout) {
    recoverIfStable();
    boolean isShort = elapsed().compareTo(STABLE) < 0;
    listIsDue = isListOlderThan(isShort ? FALLBACK_LIST_INTERVAL : LIST_INTERVAL);
    if (isShort && ++failedWatches > 1) {
      progress.failed(new EOFException("watches end immediately"));
    }
    return pace.waitAfter(elapsed(), timeout, timing.random().getAsDouble());
  }

  /**
   * One broken watch is normal (a server restart, an expired version, a proxy that dropped a
   * connection) and is retried quietly; two in a row are reported.
   */
  private Duration watchFailed(IOException e) {
    failedWatches++;
    return failedWatches > 1 ? failed(e, Duration.ZERO) : retryQuietly(e);
  }

  private Duration retryQuietly(IOException e) {
    if (!source.isCancelled()) {
      Logger.debug("retrying: {}", e.getMessage());
    }
    return pause(e, Duration.ZERO);
  }

  private Duration failed(Throwable e, Duration spent) {
    if (!source.isCancelled()) {
      progress.failed(e);
    }
    return pause(e, spent);
  }

  /** Jitter is added to Retry-After, which the server sends to many nodes at the same moment. */
  private Duration pause(Throwable e, Duration spent) {
    if (source.isCancelled()) {
      return Duration.ZERO;
    }
    if (isVersionUnusable(e)) {
      lastSynced.forget();
    } else if (isDenial(e)) {
      lastSynced.doubt();
    }
    Duration retryAfter =
        e instanceof ApiStatusException failure ? failure.retryAfter() : Duration.ZERO;
    return retryAfter.plus(backOff.next(spent, timing.random().getAsDouble()));
  }

  /** A single event is no recovery: a watch may break after each one. */
  private void recoverIfStable() {
    if (elapsed().compareTo(STABLE) >= 0) {
      backOff.reset();
      failedWatches = 0;
      progress.recovered();
    }
  }

  /** Returns whether the server is there and only overloaded, so that a list would add to it. */
  private static boolean isOverload(Throwable e) {
    return e instanceof ApiStatusException failure && failure.code() == 429;
  }

  /** Returns whether accounts or roles are missing, as on a server that has lost its data. */
  private static boolean isDenial(Throwable e) {
    return e instanceof ApiStatusException failure
        && (failure.code() == 401 || failure.code() == 403);
  }

  private static boolean isVersionUnusable(Throwable e) {
    return e instanceof ApiStatusException failure && failure.isVersionUnusable();
  }

  private Duration watchTimeout() {
    int span = MAX_WATCH_SECONDS - MIN_WATCH_SECONDS;
    return Duration.ofSeconds(MIN_WATCH_SECONDS + Math.round(span * timing.random().getAsDouble()));
  }

  private boolean isListOlderThan(Duration interval) {
    return timing.ticker().since(listNanos).compareTo(interval) >= 0;
  }

  /** Returns how long the current list or watch has lasted. */
  private Duration elapsed() {
    return timing.ticker().since(stepNanos);
  }
}
