package io.rubik.kube;

import static io.rubik.kube.InformedNode.PATIENCE;
import static io.rubik.kube.InformedNode.withoutPauses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.pod.Pod;
import io.rubik.pod.PodListener;
import io.rubik.pod.PodStore;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.FaultTarget;
import io.rubik.standin.PodJson;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;

final class PodInformerTest {

  @TempDir Path root;
  private InformedNode node;

  @BeforeEach
  void start() throws IOException {
    node = new InformedNode(root);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void storeFollowsTheServer() throws Exception {
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
    FailingOnce handler = new FailingOnce(node.pods);
    PodStore store = new PodStore(KubepodsLayout.CGROUPFS, handler);
    node.put("first");
    try (PodInformer informer =
        new PodInformer(node.server, new NodeName("n1"), store, () -> {}, withoutPauses())) {
      informer.start();
      node.pods.await("added a/first");

      handler.fails = true;
      node.seesNewPod("second");
      handler.fails = true;
      node.standIn.pods().delete("a", "first");
      node.pods.await("removed a/first");
      assertTrue(informer.isAlive());
    }
    assertEquals(
        List.of("added a/first", "added a/second", "removed a/first"), node.pods.changes());
  }

  /** Fails once and passes later changes on. */
  private static final class FailingOnce implements PodListener {
    private final PodListener next;
    private volatile boolean fails = true;

    FailingOnce(PodListener next) {
      this.next = next;
    }

    private void failOnce() {
      if (fails) {
        fails = false;
        throw new IllegalStateException("expected by the test");
      }
    }

    @Override
    public void added(Pod pod) {
      failOnce();
      next.added(pod);
    }

    @Override
    public void updated(Pod old, Pod pod) {
      failOnce();
      next.updated(old, pod);
    }

    @Override
    public void removed(Pod pod) {
      failOnce();
      next.removed(pod);
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

  private static Duration next(BlockingQueue<Duration> pauses) throws InterruptedException {
    Duration pause = pauses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (pause == null) {
      throw new AssertionError("no pause");
    }
    return pause;
  }

  /** A pause is counted from the start of the watch, which took a part of it. */
  private static void assertPause(Duration interval, Duration pause) {
    assertTrue(pause.compareTo(interval) <= 0, pause.toString());
    assertTrue(pause.compareTo(interval.minusMillis(900)) > 0, pause.toString());
  }
}
