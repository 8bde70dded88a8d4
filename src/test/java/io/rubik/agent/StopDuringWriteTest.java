package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.MemoryLimit;
import io.rubik.control.Controls;
import io.rubik.control.ControlsFixture;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.daemon.Eventually;
import io.rubik.daemon.KeptOutput;
import io.rubik.feature.Feature;
import io.rubik.feature.PodState;
import io.rubik.host.HostPaths;
import io.rubik.loop.ThreadEventLoop;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A feature that is stopped while write(2) does not return: memory.force_empty is a full pipe that
 * no process reads.
 */
@Timeout(120)
final class StopDuringWriteTest {

  private static final Pod BATCH = PodFixture.pod("batch").offline().container("c1").pod();
  private static final String PATH = BATCH.containers().getFirst().cgroupPath();

  @RegisterExtension private final KeptOutput kept = new KeptOutput();
  @TempDir Path directory;
  private Path limit;
  private Path pipe;

  /** Lowers a limit, then begins a write that never ends. */
  private record Stuck(Owner controls) implements Feature {
    @Override
    public void start() {}

    @Override
    public PodState reconcile(Pod pod) throws IOException {
      controls
          .claim(Subject.of(pod), Target.of(PATH, Attributes.MEMORY_LIMIT))
          .set(new MemoryLimit(1 << 20));
      controls.trigger(Subject.of(pod), PATH, Attributes.MEMORY_FORCE_EMPTY, 0);
      return PodState.SETTLED;
    }
  }

  @BeforeEach
  void makeContainer() throws Exception {
    Path cgroup = Files.createDirectories(directory.resolve("memory").resolve(PATH));
    limit = Files.writeString(cgroup.resolve("memory.limit_in_bytes"), "8388608000\n");
    pipe = cgroup.resolve("memory.force_empty");
    run("mkfifo", pipe.toString());
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(kept.file().toFile())
            .start();
    assertEquals(0, process.waitFor());
  }

  /** Writes until the pipe takes no more. */
  private void fill() throws Exception {
    int status =
        new ProcessBuilder(
                "dd", "if=/dev/zero", "of=" + pipe, "bs=4096", "oflag=nonblock", "status=none")
            .start()
            .waitFor();
    assertNotEquals(0, status, "the pipe is full");
  }

  private static boolean isIn(String method) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("stuck"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  @Test
  void writeIsInterruptedAndControlsAreRestored() throws Exception {
    try (FileChannel reader =
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Controls controls =
            ControlsFixture.controls(CgroupTree.detect(new HostPaths(directory), directory));
        LogCapture log = new LogCapture()) {
      fill();
      Owner owner = controls.owner("stuck");
      PodRegistry pods = new PodRegistry();
      FeatureRunner runner =
          new FeatureRunner(
              "stuck",
              () -> new Stuck(owner),
              owner,
              pods,
              new ThreadEventLoop("stuck"),
              Ticker.system());
      runner.start().join();
      pods.subscribe(runner);
      pods.put(BATCH);
      Eventually.until("it writes", Duration.ofSeconds(30), () -> isIn("trigger") && isIn("write"));
      assertTrue(runner.isWriting());
      assertEquals("1048576", Files.readString(limit));

      runner.close();

      assertEquals("8388608000", Files.readString(limit));
      assertTrue(log.text().contains("stuck did not end within 3 s: interrupted"), log.text());
      assertTrue(reader.isOpen(), "the pipe has not been broken");
    }
  }
}
