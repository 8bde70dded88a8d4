package io.rubik.standin;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The watches that are being written now. */
public final class OpenWatches {

  private final PodRegistry pods;
  private final Set<WatchStream> streams = new HashSet<>();

  OpenWatches(PodRegistry pods) {
    this.pods = pods;
  }

  /** Returns how many watches are open. */
  public synchronized int count() {
    return streams.size();
  }

  /** Waits until exactly that many watches are open, false when they are not in time. */
  public synchronized boolean await(int count, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (streams.size() != count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Ends every open watch cleanly, as a server does whose time-out has come. */
  public void cut() {
    each(WatchStream::end);
  }

  /** Sends a bookmark on every open watch that allows it. */
  public void sendBookmarks() {
    each(WatchStream::requestBookmark);
  }

  synchronized void opened(WatchStream stream) {
    streams.add(stream);
    notifyAll();
  }

  synchronized void closed(WatchStream stream) {
    streams.remove(stream);
    notifyAll();
  }

  private void each(Consumer<WatchStream> action) {
    synchronized (this) {
      streams.forEach(action);
    }
    pods.wake();
  }
}
