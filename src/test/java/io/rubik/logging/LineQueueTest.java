package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** A sink that takes a line only when the test lets it. */
final class LineQueueTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Gate gate = new Gate();
  private final LineQueue queue = new LineQueue("test", gate);

  private static final class Gate implements LineSink {

    private static final int ALL = 1_000_000;

    private final Semaphore open = new Semaphore(0);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final Semaphore notice = new Semaphore(ALL);
    private final CountDownLatch noticeReached = new CountDownLatch(1);
    private final List<String> taken = new ArrayList<>();
    private int timesFull;

    @Override
    public void open() {
      take("open");
    }

    @Override
    public void write(byte[] line) {
      reached.countDown();
      open.acquireUninterruptibly();
      String text = new String(line, UTF_8);
      if (text.equals("bad")) {
        throw new LinkageError("a class is missing");
      }
      take(text);
    }

    @Override
    public synchronized void full(int waiting) {
      timesFull++;
    }

    @Override
    public void lost(long lines) {
      noticeReached.countDown();
      notice.acquireUninterruptibly();
      take("lost " + lines);
    }

    @Override
    public void close() {
      take("close");
    }

    private synchronized void take(String what) {
      taken.add(what);
    }

    synchronized List<String> taken() {
      return List.copyOf(taken);
    }

    synchronized int timesFull() {
      return timesFull;
    }
  }

  private void add(String line) {
    queue.add(line.getBytes(UTF_8));
  }

  /** Whoever logged waited for the reader, and with it all pods. */
  @Test
  void nobodyWaitsForASinkThatTakesNothing() throws InterruptedException {
    add("first");
    gate.reached.await();

    add("second");
    add("third");

    assertEquals(List.of("open"), gate.taken());
    gate.open.release(Gate.ALL);
    assertEquals(0, queue.close(PATIENCE));
    assertEquals(List.of("open", "first", "second", "third", "close"), gate.taken());
  }

  @Test
  void whatHasNoRoomIsCountedAndReportedAfterWhatHad() throws InterruptedException {
    String long1 = "x".repeat(LineQueue.LIMIT_BYTES / 2);
    add(long1);
    gate.reached.await(); // it is on its way and waits no more
    add(long1);
    for (int i = 0; i < 3; i++) {
      add(long1);
    }
    add("would have room, but comes after lines that are lost");
    assertEquals(1, gate.timesFull());

    gate.open.release(Gate.ALL);
    assertEquals(0, queue.close(PATIENCE));
    add("later");
    assertEquals(0, queue.close(PATIENCE));

    assertEquals(List.of("open", long1, long1, "lost 4", "close", "later", "close"), gate.taken());
  }

  @Test
  void roomIsBoundedForShortLinesAsWell() throws InterruptedException {
    add("");
    gate.reached.await();
    int lines = 0;
    while (gate.timesFull() == 0) {
      add("");
      lines++;
    }

    assertTrue(lines < LineQueue.LIMIT_BYTES / 16, lines + " lines wait");
    gate.open.release(Gate.ALL);
  }

  @Test
  void closingGivesUpAndTellsHowManyLinesAreLeft() throws InterruptedException {
    add("first");
    gate.reached.await();
    add("second");

    assertEquals(2, queue.close(AT_ONCE));

    assertEquals(2, queue.close(PATIENCE), "it did not move since, so it is not waited for again");
    assertEquals(List.of("open"), gate.taken());
    gate.open.release(Gate.ALL);
  }

  @Test
  void linesWhoseNoticeIsStuckAreCountedAsNotTaken() throws InterruptedException {
    gate.notice.drainPermits();
    String half = "x".repeat(LineQueue.LIMIT_BYTES / 2);
    add(half);
    gate.reached.await();
    for (int i = 0; i < 4; i++) {
      add(half);
    }
    gate.open.release(Gate.ALL);
    gate.noticeReached.await();

    assertEquals(3, queue.close(AT_ONCE));

    gate.notice.release();
  }

  @Test
  void closingWithoutALineDoesNothing() {
    assertEquals(0, queue.close(PATIENCE));

    assertEquals(List.of(), gate.taken());
  }

  /** After an upgrade of the package, classes not loaded yet are missing. */
  @Test
  void anErrorOfTheSinkCostsOneLine() {
    add("bad");
    add("good");
    gate.open.release(Gate.ALL);

    assertEquals(0, queue.close(PATIENCE));

    assertEquals(List.of("open", "good", "lost 1", "close"), gate.taken());
  }

  @Test
  void anInterruptedThreadWaitsAllTheSame() {
    gate.open.release(Gate.ALL);
    add("line");
    Thread.currentThread().interrupt();

    assertEquals(0, queue.close(PATIENCE));

    assertTrue(Thread.interrupted());
    assertEquals(List.of("open", "line", "close"), gate.taken());
  }
}
