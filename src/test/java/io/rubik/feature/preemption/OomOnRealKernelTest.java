package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.RealHost;
import io.rubik.testing.RunningFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes in cgroups of the kernel below, with the scores that kubelet and runc give them. */
final class OomOnRealKernelTest {

  @TempDir Path directory;
  private RealHost host;
  private RunningFeature<Preemption> running;
  private final List<Process> processes = new ArrayList<>();
  private final Pod online = pod(false);
  private final Pod offline = pod(true);

  private static Pod pod(boolean isOffline) {
    PodFixture pod = PodFixture.pod("batch").qosClass("Burstable").container("c1").container("c2");
    return isOffline ? pod.offline().pod() : pod.pod();
  }

  @BeforeEach
  void start() throws IOException {
    host = RealHost.in(directory, List.of("cpu"));
    Files.createDirectories(directory.resolve("proc/self"));
    Files.createFile(directory.resolve("proc/self/oom_score_adj"));
    PreemptionConfig config =
        new PreemptionConfig(
            List.of(Resource.MEMORY), PriorityProvider.AUTO, BurstableOffline.IDLE, false);
    running = new RunningFeature<>(directory, () -> 0, context -> new Preemption(config, context));
    running.feature().start();
  }

  @AfterEach
  void close() throws IOException {
    for (Process process : processes) {
      process.destroyForcibly().onExit().join();
    }
    if (host != null) {
      host.close();
    }
  }

  /** A process of a container, as the runtime starts it. */
  private Path process(int container, int score) throws IOException {
    Container in = offline.containers().get(container);
    Process process = new ProcessBuilder("sleep", "600").start();
    processes.add(process);
    Path proc = Path.of("/proc/" + process.pid());
    Files.createSymbolicLink(directory.resolve("proc/" + process.pid()), proc);
    Path file = proc.resolve("oom_score_adj");
    host.write(file, String.valueOf(score));
    host.write(
        host.cgroup("cpu", in.cgroupPath()).resolve("cgroup.procs"), String.valueOf(process.pid()));
    return file;
  }

  private static String score(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  @Test
  void processesAreKilledFirstWhileTheirPodIsOffline() throws IOException {
    Path web = process(0, 300);
    Path log = process(1, 500);

    running.reconcile(offline);
    assertEquals(List.of("1000", "1000"), List.of(score(web), score(log)));

    Path probe = process(0, 300);
    running.reconcile(offline);
    assertEquals("1000", score(probe));

    running.reconcile(online);
    assertEquals(List.of("300", "300", "500"), List.of(score(web), score(probe), score(log)));

    running.reconcile(offline);
    running.stop();
    assertEquals(List.of("300", "300", "500"), List.of(score(web), score(probe), score(log)));
  }
}
