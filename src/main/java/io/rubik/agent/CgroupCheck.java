package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.PodId;
import io.rubik.loop.EventLoop;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.Pods;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.tinylog.Logger;

/**
 * Looks at intervals where kubelet has the cgroups of this node's pods, has that followed when it
 * is another place, and reports what is wrong.
 */
final class CgroupCheck implements AutoCloseable {

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);
  private static final Duration AWAITING_INTERVAL = Duration.ofSeconds(2);
  private static final String LOOK = "look";

  private final Kubepods kubepods;
  private final CgroupTree tree;
  private final Pods pods;
  private final PodAdmission admission;
  private final Runnable whenMoved;
  private final EventLoop loop;
  private final PodCgroups podCgroups;
  private final CgroupFaults faults;
  private final NodeNameCheck nodeName;
  private final ProblemLog<String> failures;

  /** Whether they can show which cgroup is that of this node's kubelet. */
  private boolean arePodsKnown;

  /**
   * Creates a check that does not run yet.
   *
   * @param whenMoved is run, on the loop, when the cgroups of all pods are found in another place
   */
  CgroupCheck(
      String node,
      CgroupTree tree,
      Kubepods kubepods,
      Pods pods,
      PodAdmission admission,
      Runnable whenMoved,
      EventLoop loop,
      Ticker ticker) {
    this.kubepods = kubepods;
    this.tree = tree;
    this.pods = pods;
    this.admission = admission;
    this.whenMoved = whenMoved;
    this.loop = loop;
    this.podCgroups = new PodCgroups(tree, ticker);
    this.faults = new CgroupFaults(tree, kubepods, ticker);
    this.nodeName = new NodeNameCheck(node, tree, kubepods, ticker);
    this.failures = new ProblemLog<>(ticker);
  }

  /** Looks now, and at intervals from now on. */
  void start() {
    loop.execute(this::lookAndSchedule);
  }

  /** Looks once more, for the pods of the node are known now. */
  void podsKnown() {
    loop.execute(() -> {
      if (!arePodsKnown) {
        arePodsKnown = true;
        look();
      }
    });
  }

  /** Returns what the status line says of the faults there are; any thread may ask. */
  List<String> words() {
    return joined(faults.words(), nodeName.words());
  }

  /** Returns the problems in progress, by the fault; any thread may ask. */
  List<ProblemLog.Active<String>> active() {
    return joined(faults.active(), nodeName.active());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Returns the cgroup of all pods and kubelet's driver: {@code kubepods.slice (systemd)}. */
  String place() {
    return kubepods.layout().toString();
  }

  private void lookAndSchedule() {
    try {
      look();
    } finally {
      loop.schedule(kubepods.exists() ? USUAL_INTERVAL : AWAITING_INTERVAL, this::lookAndSchedule);
    }
  }

  private void look() {
    failures.attempt(
        LOOK,
        "the check of the cgroups of pods",
        () -> {
          follow();
          faults.report(podCgroups.look(running()), arePodsKnown);
          if (arePodsKnown) {
            nodeName.look(!admission.isEmpty());
          }
        });
  }

  private List<Pod> running() {
    return pods.all().stream().filter(Pod::isRunning).toList();
  }

  /** A pod whose cgroup is missing may have it in a partition, or all may be elsewhere. */
  private void follow() throws IOException {
    List<Pod> running = running();
    List<Pod> missing = running.stream().filter(pod -> !tree.exists(pod.cgroupPath())).toList();
    boolean mayBeElsewhere = !kubepods.exists() || missing.size() == running.size();
    if (mayBeElsewhere && kubepods.look(ids(running))) {
      Logger.info("the cgroups of pods are in {}", kubepods.layout());
      whenMoved.run();
      admission.relocate();
    } else {
      missing.forEach(pod -> admission.relocate(pod.id()));
    }
  }

  /** A mirror pod is believed only where its container is found, so it counts before that. */
  private List<PodId> ids(List<Pod> running) {
    return joined(running.stream().map(Pod::id).toList(), admission.waiting());
  }

  /** Ends the check. */
  @Override
  public void close() {
    loop.close();
  }
}
