package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.capability.CapabilityRegistry;
import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.KubepodsDriver;
import io.rubik.control.ControlState;
import io.rubik.control.Controls;
import io.rubik.control.ControlsFixture;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.control.WriteResult;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodState;
import io.rubik.host.HostPaths;
import io.rubik.loop.EventLoop;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Informer;
import io.rubik.pod.Pod;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodCount;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.status.NodeStatus;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node with one offline pod, whose burst a feature has claimed. */
class StatusCollectorTest {

  private static final String PATH = "kubepods/besteffort/poduid-batch";

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline();
  private final Pod pod = PodFixture.pod("batch").qosClass("BestEffort").offline().pod();
  private final PodRegistry pods = new PodRegistry();
  private final ManualEventLoop loop = new ManualEventLoop();

  /** A source that was contacted 3 s ago, and is slow. */
  private record Slow() implements Informer {

    static final ProblemLog.Active<String> OUTAGE =
        new ProblemLog.Active<>(
            "timeout", Problem.warning("API server", "slow"), Duration.ofSeconds(3), 2);

    @Override
    public void start() {}

    @Override
    public Duration age() {
      return Duration.ofSeconds(3);
    }

    @Override
    public boolean isSynced() {
      return true;
    }

    @Override
    public boolean isAway() {
      return false;
    }

    @Override
    public List<ProblemLog.Active<String>> outages() {
      return List.of(OUTAGE);
    }

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    node.close();
  }

  private StatusCollector collector(
      CgroupTree tree, Controls controls, FeatureSet features, CapabilityRegistry capabilities)
      throws IOException {
    Kubepods kubepods = Kubepods.find(tree, KubepodsDriver.CGROUPFS);
    return new StatusCollector(
        tree,
        pods,
        new Slow(),
        controls,
        features,
        capabilities,
        new CgroupCheck(
            "n1",
            tree,
            kubepods,
            pods,
            new PodAdmission(kubepods, _ -> Set.of(), pods, loop),
            () -> {},
            loop,
            loop),
        new Readiness(features, () -> {}));
  }

  private static Pod offline(String name, String container) {
    return PodFixture.pod(name).qosClass("BestEffort").offline().container(container).pod();
  }

  /** Sets a burst on every pod that has a cgroup. */
  private static Feature marking(FeatureContext context) {
    return new Feature() {
      @Override
      public void start() {}

      @Override
      public PodState reconcile(Pod pod) throws IOException {
        Target<Long> target = Target.of(pod.cgroupPath(), Attributes.CPU_BURST_MICROS);
        return context.controls().claim(Subject.of(pod), target).set(500L) == WriteResult.GONE
            ? PodState.CGROUP_AWAITED
            : PodState.SETTLED;
      }
    };
  }

  /** Pods that were attempted counted as handled, whatever came of it. */
  @Test
  void podsAreCountedByWhatIsInForce() throws IOException {
    node.pod("besteffort", "uid-marked", "c1");
    node.faults().makeReadOnly("/sys/fs/cgroup/cpu/" + node.pod("besteffort", "uid-failing", "c2"));
    CgroupTree tree = node.tree();
    HostPaths host = new HostPaths(node.root());
    Controls controls = ControlsFixture.controls(tree);
    ThreadlessLoop direct = new ThreadlessLoop();
    FeatureSet features =
        new FeatureSet(
            name -> FeatureContexts.of(host, tree, loop, controls.owner(name), pods),
            pods,
            name -> direct);
    StatusCollector collector =
        collector(tree, controls, features, new CapabilityRegistry(host, tree));
    pods.put(offline("marked", "c1"));
    pods.put(offline("failing", "c2"));
    pods.put(offline("waiting", "c3"));

    features.change(
        List.of(
            new ConfiguredFeature<>(
                FeatureType.of("marking", section -> "", (none, context) -> marking(context)),
                "")));

    assertEquals(
        "1 marked, 1 failing (read-only file system), 1 waiting for a cgroup",
        collector.summary().handling().toString());
    features.close();
  }

  /** Runs each action at once. */
  private static final class ThreadlessLoop implements EventLoop {

    @Override
    public void execute(Runnable action) {
      action.run();
    }

    @Override
    public void schedule(Duration delay, Runnable action) {}

    @Override
    public void end() {}

    @Override
    public void close() {}
  }

  @Test
  void statusHasPodsControlsCapabilitiesAndTheNote() throws IOException {
    node.pod("besteffort", "uid-batch");
    CgroupTree tree = node.tree();
    HostPaths host = new HostPaths(node.root());
    Controls controls = ControlsFixture.controls(tree);
    Owner owner = controls.owner("quotaBurst");
    CapabilityRegistry capabilities = new CapabilityRegistry(host, tree);
    FeatureSet features =
        new FeatureSet(name -> FeatureContexts.of(host, tree, loop, owner), pods, name -> loop);
    StatusCollector collector = collector(tree, controls, features, capabilities);
    pods.put(pod);
    owner.claim(Subject.of(pod), Target.of(PATH, Attributes.CPU_BURST_MICROS)).set(500L);
    Need need =
        new Need(
            "bursts",
            List.of(
                Provider.reversible("burst", new Probe.ControlFile(Attributes.CPU_BURST_MICROS))),
            "boot another kernel");
    capabilities.of("quotaBurst").require(need);
    collector.note("config.json refused");

    NodeStatus status = collector.status();

    assertEquals(new PodCount(0, 1), status.summary().pods());
    assertEquals("config.json refused", status.summary().note());
    assertEquals(List.of(pod), status.pods());
    assertEquals("kubepods (cgroupfs)", status.kubepods());
    assertEquals(List.of(), status.cgroups());
    assertEquals(
        List.of(
            new ControlState(
                Subject.of(pod),
                PATH + "/cpu.cfs_burst_us",
                "quotaBurst",
                "500",
                Optional.of("0"))),
        status.controls());
    assertEquals(
        List.of("bursts"), status.capabilities().stream().map(c -> c.need().name()).toList());
    assertEquals(List.of(), status.features());
    assertEquals(List.of(Slow.OUTAGE), status.outages());
    assertEquals(List.of(), status.conflicts());
  }
}
