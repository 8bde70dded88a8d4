package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.cgroup.Attributes;
import io.rubik.control.Controls;
import io.rubik.control.ControlsFixture;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

class RestorerTest {

  private static final String POD = "kubepods/burstable/poduid-web";
  private static final String FILE = "cpu.cfs_burst_us";
  private static final Duration LONG = Duration.ofMinutes(10);

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private final Pod pod = PodFixture.pod("web").container("c1").pod();
  private final ManualEventLoop loop = new ManualEventLoop();
  private Owner owner;
  private Restorer restorer;

  @BeforeEach
  void setControl() throws IOException {
    node.pod("burstable", "uid-web", "c1");
    node.set("cpu", POD, "cpu.cfs_quota_us", "50000");
    Controls controls = ControlsFixture.controls(node.tree());
    owner = controls.owner("quotaBurst");
    restorer = new Restorer(controls, loop, loop);
    owner.claim(Subject.of(pod), Target.of(POD, Attributes.CPU_BURST_MICROS)).set(20000L);
  }

  @AfterEach
  void close() {
    node.close();
  }

  /** A feature that ends cannot restore what it has set. */
  private void failToRelease() {
    node.faults().failAlways(Operation.WRITE, node.file("cpu", POD, FILE), Errno.EIO);
    assertThrows(IOException.class, owner::releaseAll);
  }

  private String burst() {
    return node.read("cpu", POD, FILE);
  }

  @Test
  void controlThatAFeatureFailedToRestoreIsRestoredLater() {
    failToRelease();
    restorer.start();
    loop.pass(LONG);
    assertEquals("20000", burst());

    node.faults().clear();
    loop.pass(LONG);

    assertEquals("0", burst());
  }

  @Test
  void failureIsLoggedOnceWhileItLasts() {
    failToRelease();
    try (LogCapture log = new LogCapture(Level.INFO)) {
      restorer.restore(_ -> true);
      restorer.start();
      loop.pass(LONG);

      assertEquals(1, log.lines("not all could be restored, trying again every 60 s"), log.text());
      node.faults().clear();
      loop.pass(LONG);
      assertEquals(1, log.lines("controls no longer claimed: recovered after"), log.text());
    }
  }

  @Test
  void claimedControlIsNotRestored() {
    restorer.start();
    loop.pass(LONG);

    assertEquals("20000", burst());
  }

  @Test
  void closedRestorerDoesNothing() {
    failToRelease();
    restorer.start();
    restorer.close();
    node.faults().clear();

    loop.pass(LONG);

    assertEquals("20000", burst());
  }
}
