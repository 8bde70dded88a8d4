package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.cgroup.Setting;
import io.rubik.loop.ManualEventLoop;
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

/** Controls that another process writes, as systemd and kubelet do, are set again at once. */
class WrittenControlsTest {

  private static final String POD = "kubepods/burstable/poduid-web";

  private final CgroupFixture node = CgroupFixture.v2().cgroupfs().mainline();
  private final ManualEventLoop loop = new ManualEventLoop();
  private final Subject subject = Subject.of(PodFixture.pod("web").pod());
  private Controls controls;
  private Owner owner;
  private WrittenControls written;

  @BeforeEach
  void start() throws IOException {
    node.pod("burstable", "uid-web");
    node.set("cpu", POD, "cpu.weight", "20");
    controls = ControlsFixture.start(node, loop);
    owner = controls.owner("first");
    written = new WrittenControls(controls, loop, loop, loop);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private <T> void set(Setting<T> setting, T value) throws IOException {
    owner.claim(subject, Target.of(POD, setting)).set(value);
  }

  /** Another process writes a file, and the time passes that it takes to be looked at. */
  private void write(String file, String value) {
    node.set("cpu", POD, file, value);
    written.written(POD, file);
    loop.pass(WrittenControls.DELAY);
  }

  private String read(String file) {
    return node.read("cpu", POD, file);
  }

  @Test
  void idleThatSystemdTakesAwayIsSetAgainWithoutAWord() throws IOException {
    set(Attributes.CPU_PRIORITY, CpuPriority.IDLE);
    try (LogCapture log = new LogCapture(Level.INFO)) {
      node.set("cpu", POD, "cpu.weight", "20");
      write("cpu.idle", "0");

      assertEquals("1", read("cpu.idle"));
      assertEquals("", log.text());
    }
    owner.releaseAll();
    assertEquals("20", read("cpu.weight"));
  }

  @Test
  void limitThatSystemdTakesAwayIsSetAgainWithoutAWord() throws IOException {
    set(Attributes.MEMORY_HIGH, new MemoryLimit(1 << 20));
    set(Attributes.CPU_QUOTA, new CpuQuota(50_000));
    try (LogCapture log = new LogCapture(Level.INFO)) {
      write("memory.high", "max");
      write("cpu.max", "max 100000");

      assertEquals("1048576", read("memory.high"));
      assertEquals("50000 100000", read("cpu.max"));
      assertEquals("", log.text());
    }
  }

  @Test
  void anotherValueIsAnotherPrograms() throws IOException {
    set(Attributes.MEMORY_HIGH, new MemoryLimit(1 << 20));
    try (LogCapture log = new LogCapture()) {
      write("memory.high", "2097152");

      assertEquals("1048576", read("memory.high"));
      assertEquals(1, log.lines("was changed to 2097152 by another process"), log.text());
    }
  }

  /** The API says what came of a resize, a moment later. */
  @Test
  void anotherQuotaMayBeAResizeAndIsLeftToTheFeature() throws IOException {
    set(Attributes.CPU_QUOTA, new CpuQuota(50_000));
    write("cpu.max", "70000 100000");

    assertEquals("70000 100000", read("cpu.max"));
  }

  @Test
  void writesOfAMomentAreLookedAtTogether() throws IOException {
    set(Attributes.CPU_PRIORITY, CpuPriority.IDLE);
    node.recording().clear();
    node.set("cpu", POD, "cpu.idle", "0");
    for (int i = 0; i < 13; i++) {
      written.written(POD, "cpu.idle");
      loop.pass(Duration.ofMillis(1));
    }
    loop.pass(WrittenControls.DELAY);

    assertEquals(1, node.recording().writes().size());
  }

  @Test
  void ownWriteIsNoChange() throws IOException {
    set(Attributes.CPU_PRIORITY, CpuPriority.IDLE);
    node.recording().clear();
    written.written(POD, "cpu.idle");
    loop.pass(WrittenControls.DELAY);

    assertEquals(0, node.recording().writes().size());
  }

  @Test
  void whatRubikHasNotSetIsNotEvenRead() throws IOException {
    set(Attributes.CPU_PRIORITY, CpuPriority.IDLE);
    owner.releaseAll();
    node.recording().clear();
    write("cpu.idle", "0");
    write("cgroup.procs", "7");

    assertFalse(node.recording().openings().iterator().hasNext());
  }

  @Test
  void controlThatCannotBeSetAgainIsReportedOnce() throws IOException {
    set(Attributes.CPU_PRIORITY, CpuPriority.IDLE);
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 2; i++) {
        node.faults().failNext(Operation.WRITE, node.file("cpu", POD, "cpu.idle"), Errno.EACCES);
        write("cpu.idle", "0");
      }

      assertEquals(1, log.lines("and cannot be set again"), log.text());
    }
  }

  @Test
  void cgroupThatIsGoneIsNoFailure() throws IOException {
    set(Attributes.CPU_PRIORITY, CpuPriority.IDLE);
    node.remove(POD);
    written.written(POD, "cpu.idle");
    try (LogCapture log = new LogCapture()) {
      loop.pass(WrittenControls.DELAY);

      assertEquals("", log.text());
    }
  }
}
