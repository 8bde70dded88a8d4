package io.rubik.standin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The requests so far, the latest 10,000 of them. */
public final class RequestLog {

  private static final int LIMIT = 10_000;

  private final Deque<RequestRecord> requests = new ArrayDeque<>();

  synchronized void add(RequestRecord request) {
    requests.addLast(request);
    if (requests.size() > LIMIT) {
      requests.removeFirst();
    }
    notifyAll();
  }

  /** Returns the requests, oldest first. */
  public synchronized List<RequestRecord> all() {
    return List.copyOf(requests);
  }

  /** Returns how many requests match. */
  public synchronized int count(Predicate<RequestRecord> which) {
    return (int) requests.stream().filter(which).count();
  }

  /** Waits until that many requests match, false when they did not come in time. */
  public synchronized boolean await(Predicate<RequestRecord> which, int count, Duration timeout)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (count(which) < count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Forgets all requests. */
  public synchronized void clear() {
    requests.clear();
  }
}
