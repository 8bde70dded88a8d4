package io.rubik.kube;

import static io.rubik.kube.InformedNode.PATIENCE;
import static io.rubik.kube.InformedNode.withoutPauses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.PodChanges;
import io.rubik.pod.PodRegistry;
import io.rubik.pod.PodSubscriber;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.FaultTarget;
import io.rubik.standin.PodJson;
import io.rubik.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

final class PodInformerTest extends WithInformedNode {

  @Test
  void registryFollowsTheServer() throws Exception {
    node.put("first");
    node.standIn.pods().put(PodJson.pod("a", "elsewhere").node("n2").running("main"));
    try (PodInformer informer = node.informer(withoutPauses())) {
      informer.start();
      node.awaitComplete();
      assertEquals(List.of("added a/first"), node.pods.changes());

      node.put("second");
      node.pods.await("added a/second");
      node.standIn.pods().delete("a", "first");
      node.pods.await("removed a/first");

      assertTrue(informer.age().compareTo(PATIENCE) < 0);
    }
  }

  @Test
  void watchClosedImmediatelyBacksOff() throws Exception {
    node.standIn.faults().inject(Fault.of(FaultKind.WATCH_CLOSED));
    BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    Semaphore permits = new Semaphore(3);
    Timing timing =
        new Timing(
            System::nanoTime,
            pause -> {
              pauses.add(pause);
              permits.acquire();
            },
            () -> 0);
    try (PodInformer informer = node.informer(timing)) {
      informer.start();

      assertEquals(Duration.ZERO, next(pauses), "after the list");
      assertPause(Duration.ofSeconds(1), next(pauses));
      assertPause(Duration.ofSeconds(2), next(pauses));
      assertPause(Duration.ofSeconds(4), next(pauses));
    }
  }

  @Test
  void lastingFaultIsLoggedOnce() throws Exception {
    node.standIn.faults().inject(Fault.of(FaultKind.UNAUTHORIZED).on(FaultTarget.LIST).times(5));
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.informer(withoutPauses())) {
      informer.start();
      node.awaitComplete();

      String text = log.text();
      int first = text.indexOf("refuses the credentials of " + root);
      assertTrue(first >= 0, text);
      assertEquals(first, text.lastIndexOf("refuses the credentials of "), text);
    }
  }

  @Test
  void emptyFirstListIsWarnedAbout() throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.informer(withoutPauses())) {
      informer.start();
      node.awaitComplete();

      assertTrue(log.text().contains("no pods on node n1"), log.text());
      assertTrue(log.text().contains("RUBIK_NODE_NAME"), log.text());
    }
  }

  /** The thread must continue, and the failed changes must not be lost. */
  @Test
  void podWhoseHandlingFailedIsHandledAgain() throws Exception {
    FailingOnce subscriber = new FailingOnce(node.pods.registry);
    node.pods.registry.subscribe(subscriber);
    node.put("first");
    try (PodInformer informer = node.informer(withoutPauses())) {
      informer.start();
      assertEquals("added a/first", next(subscriber.taken));

      subscriber.fails = true;
      node.put("second");
      assertEquals("added a/second", next(subscriber.taken));
      subscriber.fails = true;
      node.standIn.pods().delete("a", "first");
      assertEquals("removed a/first", next(subscriber.taken));
      assertTrue(informer.isAlive());
    }
    assertEquals(0, subscriber.taken.size());
  }

  /** Fails once and records later changes. */
  private static final class FailingOnce implements PodSubscriber {
    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final PodSubscriber changes;
    private volatile boolean fails = true;

    FailingOnce(PodRegistry pods) {
      changes = new PodChanges(pods, (change, pod) -> taken.add(change + " " + pod.key()));
    }

    @Override
    public void changed(String uid) {
      if (fails) {
        fails = false;
        throw new IllegalStateException("expected by the test");
      }
      changes.changed(uid);
    }
  }

  @Test
  void closeCancelsABlockedWatch() throws Exception {
    PodInformer informer = node.informer(withoutPauses());
    informer.start();
    assertTrue(node.standIn.watches().await(1, PATIENCE));

    try (LogCapture log = new LogCapture(Level.INFO)) {
      long started = System.nanoTime();
      informer.close();

      assertTrue(System.nanoTime() - started < Duration.ofSeconds(2).toNanos());
      assertEquals("", log.text());
    }
  }

  @Test
  void closeInterruptsAPause() throws Exception {
    node.standIn.stop();
    CountDownLatch pausing = new CountDownLatch(1);
    Timing timing =
        new Timing(
            System::nanoTime,
            pause -> {
              pausing.countDown();
              new CountDownLatch(1).await();
            },
            () -> 1);
    PodInformer informer = node.informer(timing);
    informer.start();
    assertTrue(pausing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

    long started = System.nanoTime();
    informer.close();

    assertTrue(System.nanoTime() - started < Duration.ofSeconds(2).toNanos());
  }

  @Test
  void informerThatWasNeverStartedCloses() {
    node.informer(withoutPauses()).close();

    assertEquals(List.of(), node.pods.changes());
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing in time");
    }
    return next;
  }

  /** A pause is counted from the start of the watch, which took a part of it. */
  private static void assertPause(Duration interval, Duration pause) {
    assertTrue(pause.compareTo(interval) <= 0, pause.toString());
    assertTrue(pause.compareTo(interval.minusMillis(900)) > 0, pause.toString());
  }
}
