package io.rubik.logging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lines on their way to a sink that may block. A thread of the queue's own writes them, in order
 * and at once, so that nobody who logs waits. Its room is bounded: what does not fit is lost and
 * counted, until all that waits has been written. Any thread may use it.
 */
final class LineQueue {

  /** The most that waits, in bytes of lines and of what holds them. */
  static final int LIMIT_BYTES = 1024 * 1024;

  private static final int OVERHEAD_BYTES = 32;

  private final String name;
  private final LineSink sink;
  private final Queue<byte[]> lines = new ArrayDeque<>();
  private boolean started;
  private boolean closing;
  private boolean writing;
  private int waitingBytes;
  private long lost;

  /** Of the lost ones, those whose notice is being written. */
  private long telling;

  private long steps;
  private long stepsAtTimeout = -1;

  /** Creates a queue whose thread, started with the first line, has that name. */
  LineQueue(String name, LineSink sink) {
    this.name = name;
    this.sink = sink;
  }

  /** Has the sink opened. */
  synchronized void start() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name(name).start(this::run);
    }
  }

  /** Adds a line, or counts it as lost; never waits. */
  void add(byte[] line) {
    int waiting = addOrLose(line);
    if (waiting >= 0) {
      sink.full(waiting);
    }
  }

  /** Returns how many lines wait when this is the first one that is lost, otherwise -1. */
  private synchronized int addOrLose(byte[] line) {
    int bytes = line.length + OVERHEAD_BYTES;
    if (lost > 0 || waitingBytes + bytes > LIMIT_BYTES) {
      return lost++ == 0 ? lines.size() : -1;
    }
    start();
    lines.add(line);
    waitingBytes += bytes;
    notifyAll();
    return -1;
  }

  /**
   * Has the sink closed once it has taken all lines, and waits for that, but not longer than the
   * limit, nor once more for a sink that has not moved since. Returns how many lines it has not
   * taken by then.
   */
  synchronized long close(Duration limit) {
    if (!started) {
      return 0;
    }
    closing = true;
    notifyAll();
    long end = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    while (closing && steps != stepsAtTimeout) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        stepsAtTimeout = steps;
        break;
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return closing ? lines.size() + lost + telling + (writing ? 1 : 0) : 0;
  }

  private void run() {
    Runnable step = sink::open;
    while (true) {
      try {
        step.run();
      } catch (Throwable e) {
        loseOne(); // after an upgrade of the package, classes not loaded yet are missing
      }
      try {
        step = next();
      } catch (InterruptedException e) {
        return; // nobody does that
      }
    }
  }

  private synchronized void loseOne() {
    lost += writing ? 1 : 0;
  }

  /** Waits for the next thing to do. */
  private synchronized Runnable next() throws InterruptedException {
    writing = false;
    telling = 0;
    steps++;
    while (true) {
      byte[] line = lines.poll();
      if (line != null) {
        waitingBytes -= line.length + OVERHEAD_BYTES;
        writing = true;
        return () -> sink.write(line);
      }
      if (lost > 0) {
        long count = lost;
        telling = count;
        lost = 0;
        return () -> sink.lost(count);
      }
      if (closing) {
        return this::closeSink;
      }
      wait();
    }
  }

  private void closeSink() {
    try {
      sink.close();
    } finally {
      synchronized (this) {
        closing = false;
        notifyAll();
      }
    }
  }
}
