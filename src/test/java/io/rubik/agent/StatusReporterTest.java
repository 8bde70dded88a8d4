package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.Attributes;
import io.rubik.control.ControlsFixture;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.feature.Feature;
import io.rubik.feature.PodState;
import io.rubik.host.ServiceManager;
import io.rubik.host.SystemCalls;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.DatagramSocket;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;

class StatusReporterTest {

  private static final Duration WATCHDOG = Duration.ofSeconds(20);
  private static final Duration BEAT = WATCHDOG.dividedBy(4);

  private final ManualEventLoop reports = new ManualEventLoop();
  private final ManualEventLoop feature = new ManualEventLoop();
  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline();
  private final Owner controls = ControlsFixture.ownerOf(node);
  private final FeatureRunner runner =
      new FeatureRunner("slow", Idle::new, controls, new PodRegistry(), feature, feature);
  private final List<String> ended = new ArrayList<>();
  private DatagramSocket socket;

  /** A feature that does nothing. */
  private static final class Idle implements Feature {

    @Override
    public void start() {}

    @Override
    public PodState reconcile(Pod pod) {
      return PodState.SETTLED;
    }
  }

  private final class Vitals implements StatusReporter.Vitals {

    @Override
    public String status() {
      return "fine";
    }

    @Override
    public List<FeatureRunner> runners() {
      return List.of(runner);
    }

    @Override
    public List<String> ended() {
      return ended;
    }
  }

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("notify");
    socket = new DatagramSocket(path);
    ServiceManager manager =
        ServiceManager.of(
            Map.of(
                "NOTIFY_SOCKET",
                path.toString(),
                "WATCHDOG_USEC",
                String.valueOf(WATCHDOG.toNanos() / 1000)),
            SystemCalls.open());
    new StatusReporter(manager, new Vitals(), reports, reports).start();
  }

  @AfterEach
  void close() {
    socket.close();
    node.close();
  }

  private List<String> messagesIn(Duration time) {
    reports.pass(time);
    List<String> messages = new ArrayList<>();
    for (Optional<String> m = socket.receive(); m.isPresent(); m = socket.receive()) {
      messages.add(m.get());
    }
    return messages;
  }

  @Test
  void watchdogIsFedFourTimesPerTimeoutWhileTheFeatureAnswers() {
    assertEquals(List.of("STATUS=fine", "WATCHDOG=1"), messagesIn(Duration.ZERO));
    feature.run();
    assertEquals(List.of("STATUS=fine", "WATCHDOG=1"), messagesIn(BEAT));
    feature.run();
    assertEquals(List.of("STATUS=fine", "WATCHDOG=1"), messagesIn(BEAT));
  }

  @Test
  void watchdogIsNotFedWhileAFeatureIsStuck() {
    messagesIn(Duration.ZERO);

    assertEquals(List.of("STATUS=fine", "STATUS=fine"), messagesIn(BEAT.multipliedBy(2)));
    feature.run();
    assertEquals(List.of("STATUS=fine", "WATCHDOG=1"), messagesIn(BEAT));
  }

  /** As in a container. */
  @Test
  void stuckFeatureIsLoggedEvenWithoutAServiceManager() {
    ManualEventLoop alone = new ManualEventLoop();
    ServiceManager none = ServiceManager.of(Map.of(), SystemCalls.open());
    try (LogCapture log = new LogCapture(Level.INFO)) {
      new StatusReporter(none, new Vitals(), alone, alone).start();
      alone.pass(Duration.ofSeconds(60));

      assertEquals(1, log.lines("feature slow: is stuck"), log.text());
      feature.run();
      alone.pass(Duration.ofSeconds(10));
      assertEquals(1, log.lines("feature slow: recovered after"), log.text());
    }
  }

  /** The kernel reclaims: rubik was killed for it. */
  @Test
  void featureInASlowWriteIsNotStuck() throws IOException {
    node.pod("besteffort", "uid-batch", "c1");
    Pod batch = PodFixture.pod("batch").qosClass("BestEffort").container("c1").pod();
    String path = batch.containers().getFirst().cgroupPath();
    List<String> messages = new ArrayList<>();
    node.faults()
        .beforeNext(
            Operation.WRITE,
            node.file("memory", path, "memory.force_empty"),
            () -> messages.addAll(messagesIn(BEAT.multipliedBy(2))));
    messagesIn(Duration.ZERO);

    controls.trigger(Subject.of(batch), path, Attributes.MEMORY_FORCE_EMPTY, 0);

    assertEquals(List.of("STATUS=fine", "WATCHDOG=1", "STATUS=fine", "WATCHDOG=1"), messages);
  }

  @Test
  void logAnnouncesTheRestartByTheWatchdog() {
    try (LogCapture log = new LogCapture()) {
      reports.pass(BEAT.multipliedBy(2));

      String line = "feature slow: is stuck; if this lasts, the service manager restarts rubik";
      assertEquals(1, log.lines(line), log.text());
    }
  }

  @Test
  void watchdogIsNotFedOnceAThreadHasEnded() {
    ended.add("informer");

    assertEquals(List.of("STATUS=fine"), messagesIn(Duration.ZERO));
  }
}
