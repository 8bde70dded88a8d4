package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.daemon.Eventually;
import io.rubik.pod.PodStore;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.FaultTarget;
import io.rubik.standin.PodJson;
import io.rubik.standin.RequestRecord;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodInformerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;
  private final RecordedPods pods = new RecordedPods();
  private final CountDownLatch complete = new CountDownLatch(1);
  private StandInServer standIn;
  private ApiServer server;

  @BeforeEach
  void start() throws IOException {
    standIn = StandInServer.start();
    new HostRoot(root)
        .with("/etc/rubik/kubeconfig", standIn.kubeconfig().withToken(standIn.token()));
    server = ApiServer.connect(root, Map.of(), "1");
  }

  @AfterEach
  void stop() {
    server.close();
    standIn.close();
  }

  @Test
  void storeFollowsTheServer() throws Exception {
    standIn.pods().put(PodJson.pod("a", "first").node("n1").running("main"));
    standIn.pods().put(PodJson.pod("a", "elsewhere").node("n2").running("main"));
    try (PodInformer informer = informer(withoutPauses())) {
      informer.start();
      assertTrue(complete.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(List.of("added a/first"), pods.changes());

      standIn.pods().put(PodJson.pod("a", "second").node("n1").running("main"));
      pods.await("added a/second");
      standIn.pods().delete("a", "first");
      pods.await("removed a/first");

      assertTrue(informer.age().compareTo(PATIENCE) < 0);
    }
  }

  @Test
  void restartOfTheServerIsSurvived() throws Exception {
    standIn.pods().put(PodJson.pod("a", "first").node("n1").running("main"));
    try (PodInformer informer = informer(withoutPauses())) {
      informer.start();
      pods.await("added a/first");
      assertTrue(standIn.watches().await(1, PATIENCE));

      standIn.stop();
      standIn.pods().delete("a", "first");
      standIn.pods().put(PodJson.pod("a", "second").node("n1").running("main"));
      standIn.restart();

      pods.await("added a/second");
      pods.await("removed a/first");
    }
  }

  @Test
  void resetConnectionIsSurvived() throws Exception {
    try (PodInformer informer = informer(withoutPauses())) {
      informer.start();
      assertTrue(standIn.watches().await(1, PATIENCE));

      standIn.resetConnections();
      assertTrue(standIn.requests().await(RequestRecord::isWatch, 2, PATIENCE));
      standIn.pods().put(PodJson.pod("a", "later").node("n1").running("main"));

      pods.await("added a/later");
    }
  }

  @Test
  void reconnectingLeavesNoDescriptors() throws Exception {
    try (PodInformer informer = informer(withoutPauses())) {
      informer.start();
      for (int i = 0; i < 5; i++) {
        reset();
      }
      restart();
      long before = descriptors();
      for (int i = 0; i < 50; i++) {
        reset();
      }
      for (int i = 0; i < 50; i++) {
        restart();
      }

      Eventually.until(
          "no more than 10 descriptors beside " + before,
          PATIENCE,
          () -> descriptors() <= before + 10);
    }
  }

  private void reset() throws InterruptedException {
    assertTrue(standIn.watches().await(1, PATIENCE));
    int watches = standIn.requests().count(RequestRecord::isWatch);
    standIn.resetConnections();
    assertTrue(standIn.requests().await(RequestRecord::isWatch, watches + 1, PATIENCE));
  }

  private void restart() throws IOException, InterruptedException {
    standIn.restart();
    assertTrue(standIn.watches().await(1, PATIENCE));
  }

  /** Returns how many descriptors this process has, which are the server's too. */
  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void expiredWatchIsFollowedByAList() throws Exception {
    standIn.faults().inject(Fault.of(FaultKind.WATCH_EXPIRED).times(1));
    try (PodInformer informer = informer(withoutPauses())) {
      informer.start();
      assertTrue(standIn.requests().await(RequestRecord::isWatch, 2, PATIENCE));

      assertEquals(2, standIn.requests().count(RequestRecord::isList));
      assertFalse(
          standIn.requests().all().stream()
              .filter(RequestRecord::isList)
              .toList()
              .getLast()
              .query()
              .contains("resourceVersion"));
    }
  }

  @Test
  void watchClosedAtOnceDoesNotRunHot() throws Exception {
    standIn.faults().inject(Fault.of(FaultKind.WATCH_CLOSED));
    BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    Semaphore permits = new Semaphore(3);
    Timing timing =
        new Timing(
            System::nanoTime,
            pause -> {
              pauses.add(pause);
              permits.acquire();
            },
            () -> 1);
    try (PodInformer informer = informer(timing)) {
      informer.start();

      assertEquals(Duration.ZERO, next(pauses), "after the list");
      assertPause(Duration.ofSeconds(1), next(pauses));
      assertPause(Duration.ofSeconds(2), next(pauses));
      assertPause(Duration.ofSeconds(4), next(pauses));
    }
  }

  @Test
  void lastingFaultIsLoggedOnce() throws Exception {
    standIn.faults().inject(Fault.of(FaultKind.UNAUTHORIZED).on(FaultTarget.LIST).times(5));
    try (LogCapture log = new LogCapture();
        PodInformer informer = informer(withoutPauses())) {
      informer.start();
      assertTrue(complete.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

      String text = log.text();
      int first = text.indexOf("refuses the credentials of " + root);
      assertTrue(first >= 0, text);
      assertEquals(first, text.lastIndexOf("refuses the credentials of "), text);
    }
  }

  @Test
  void emptyFirstListIsWarnedAbout() throws Exception {
    try (LogCapture log = new LogCapture();
        PodInformer informer = informer(withoutPauses())) {
      informer.start();
      assertTrue(complete.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

      assertTrue(log.text().contains("no pods on node n1"), log.text());
      assertTrue(log.text().contains("RUBIK_NODE_NAME"), log.text());
    }
  }

  @Test
  void closeEndsABlockedWatchAtOnce() throws Exception {
    PodInformer informer = informer(withoutPauses());
    informer.start();
    assertTrue(standIn.watches().await(1, PATIENCE));

    try (LogCapture log = new LogCapture()) {
      long started = System.nanoTime();
      informer.close();

      assertTrue(System.nanoTime() - started < Duration.ofSeconds(2).toNanos());
      assertEquals("", log.text());
    }
  }

  @Test
  void closeEndsAPauseAtOnce() throws Exception {
    standIn.stop();
    CountDownLatch pausing = new CountDownLatch(1);
    Timing timing =
        new Timing(
            System::nanoTime,
            pause -> {
              pausing.countDown();
              new CountDownLatch(1).await();
            },
            () -> 1);
    PodInformer informer = informer(timing);
    informer.start();
    assertTrue(pausing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

    long started = System.nanoTime();
    informer.close();

    assertTrue(System.nanoTime() - started < Duration.ofSeconds(2).toNanos());
  }

  @Test
  void informerThatWasNeverStartedCloses() {
    informer(withoutPauses()).close();

    assertEquals(List.of(), pods.changes());
  }

  private PodInformer informer(Timing timing) {
    PodStore store = new PodStore(KubepodsLayout.CGROUPFS, pods);
    return new PodInformer(server, new NodeName("n1"), store, complete::countDown, timing);
  }

  private static Timing withoutPauses() {
    return new Timing(System::nanoTime, pause -> {}, () -> 0.5);
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
