package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.RealHost;
import io.rubik.testing.RunningFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An online and an offline pod of each pair of QoS classes, both of which would use every CPU, on
 * the kernel below, with the weights kubelet gives them.
 */
@Tag("slow")
final class CpuPriorityOnRealKernelTest {

  /** In thousandths of a CPU, where the class has requests. */
  private static final int REQUEST = 500;

  /** In percent: 1.5 of 2 CPUs. */
  private static final int ENOUGH = 75;

  /** Other processes of this machine compete with both pods, and so between them. */
  private static final int MOST_WINDOWS = 10;

  @TempDir Path directory;
  private RealHost host;
  private RunningFeature<Preemption> running;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    host = RealHost.in(directory, List.of("cpu"));
    for (QosClass qosClass : QosClass.values()) {
      host.cgroup("cpu", KubepodsLayout.CGROUPFS.classPath(qosClass));
    }
    assumeTrue(host.tree().support(CpuPriority.IDLE_FILE).isThere(), "this kernel has no cpu.idle");
    PreemptionConfig config =
        new PreemptionConfig(
            List.of(Resource.CPU), PriorityProvider.AUTO, BurstableOffline.IDLE, false);
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

  private static PodFixture fixture(String qosClass, String name) {
    PodFixture pod = PodFixture.pod(name).qosClass(qosClass);
    return qosClass.equals("BestEffort") ? pod : pod.requests(REQUEST + "m", "0");
  }

  private void setShares(String path, int shares) throws IOException {
    host.write(host.cgroup("cpu", path).resolve("cpu.shares"), String.valueOf(shares));
  }

  /** As kubelet and the runtime make it: a sandbox, and a container that wants every CPU. */
  private List<Process> make(Pod pod) throws IOException {
    host.cgroup("cpu", pod.cgroupPath() + "/sandbox");
    setShares(pod.cgroupPath(), pod.qosClass() == QosClass.BEST_EFFORT ? 2 : REQUEST * 1024 / 1000);
    Path container = host.cgroup("cpu", pod.cgroupPath() + "/container");
    List<Process> spinning = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Process process = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
      processes.add(process);
      host.write(container.resolve("cgroup.procs"), String.valueOf(process.pid()));
      spinning.add(process);
    }
    return spinning;
  }

  private static Duration used(List<Process> processes) {
    return processes.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Returns how much of what both use the first have, in percent, over a second of it. */
  private static long share(List<Process> online, List<Process> offline) {
    Duration onlineBefore = used(online);
    Duration offlineBefore = used(offline);
    Duration ofOnline;
    Duration ofBoth;
    do {
      Thread.onSpinWait();
      ofOnline = used(online).minus(onlineBefore);
      ofBoth = ofOnline.plus(used(offline)).minus(offlineBefore);
    } while (ofBoth.toMillis() < 1000);
    return 100 * ofOnline.toMillis() / ofBoth.toMillis();
  }

  /** Returns the share in a second in which nobody else wants the CPUs, if there is one. */
  private static long quietShare(List<Process> online, List<Process> offline) {
    long most = 0;
    for (int i = 0; i < MOST_WINDOWS && most < ENOUGH; i++) {
      most = Math.max(most, share(online, offline));
    }
    return most;
  }

  @ParameterizedTest
  @CsvSource({
    "Guaranteed, Guaranteed",
    "Guaranteed, Burstable",
    "Guaranteed, BestEffort",
    "Burstable, Guaranteed",
    "Burstable, Burstable",
    "Burstable, BestEffort",
    "BestEffort, Guaranteed",
    "BestEffort, Burstable",
    "BestEffort, BestEffort"
  })
  void onlinePodGetsTheCpus(String online, String offline) throws IOException {
    Pod web = fixture(online, "web").pod();
    Pod batch = fixture(offline, "batch").offline().pod();
    setShares("kubepods/burstable", burstableShares(online, offline));
    setShares("kubepods/besteffort", 2);
    List<Process> ofWeb = make(web);
    List<Process> ofBatch = make(batch);
    long without = share(ofWeb, ofBatch);

    running.reconcile(web);
    running.reconcile(batch);
    long with = quietShare(ofWeb, ofBatch);

    System.out.printf(
        "online %s against offline %s: %d %% of the CPU time without, %d %% with%n",
        online, offline, without, with);
    assertTrue(with >= ENOUGH, "the online pod has " + with + " %");

    running.stop();
    String weight = batch.qosClass() == QosClass.BEST_EFFORT ? "2" : "512";
    Path cgroup = host.cgroup("cpu", batch.cgroupPath());
    assertEquals(weight, Files.readString(cgroup.resolve("cpu.shares")).strip());
    assertEquals("0", Files.readString(cgroup.resolve("cpu.idle")).strip());
  }

  private static int burstableShares(String online, String offline) {
    int pods = (online.equals("Burstable") ? 1 : 0) + (offline.equals("Burstable") ? 1 : 0);
    return Math.max(2, pods * REQUEST * 1024 / 1000);
  }
}
