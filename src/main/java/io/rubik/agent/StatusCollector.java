package io.rubik.agent;

import io.rubik.capability.CapabilityRegistry;
import io.rubik.cgroup.CgroupTree;
import io.rubik.control.Controls;
import io.rubik.control.Subject;
import io.rubik.pod.Informer;
import io.rubik.pod.Pod;
import io.rubik.pod.Pods;
import io.rubik.status.Handling;
import io.rubik.status.NodeStatus;
import io.rubik.status.NodeSummary;
import io.rubik.status.PodSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the status of rubik at this moment. Any thread may ask. */
final class StatusCollector {

  private final CgroupTree tree;
  private final Pods pods;
  private final Informer informer;
  private final Controls controls;
  private final FeatureSet features;
  private final CapabilityRegistry capabilities;
  private final CgroupCheck cgroups;
  private final Readiness readiness;
  private volatile String note = "";

  StatusCollector(
      CgroupTree tree,
      Pods pods,
      Informer informer,
      Controls controls,
      FeatureSet features,
      CapabilityRegistry capabilities,
      CgroupCheck cgroups,
      Readiness readiness) {
    this.tree = tree;
    this.cgroups = cgroups;
    this.pods = pods;
    this.informer = informer;
    this.controls = controls;
    this.features = features;
    this.capabilities = capabilities;
    this.readiness = readiness;
  }

  /** Sets the note, replacing the previous one; an empty one removes it. */
  void note(String text) {
    note = text;
  }

  /** Returns the state in a few figures. */
  NodeSummary summary() {
    return new NodeSummary(
        readiness.isReady(),
        pods.count(),
        handling(),
        features.runners().stream().map(StatusCollector::name).toList(),
        cgroups.words(),
        PodSource.of(informer),
        controls.externalChanges(),
        note);
  }

  private static String name(FeatureRunner runner) {
    return runner.hasFailed() ? runner.name() + " (failed, see the log)" : runner.name();
  }

  /** A pod that fails for several reasons counts once. */
  private Handling handling() {
    Map<String, String> failing = new HashMap<>();
    features.runners().forEach(runner -> runner.failing().forEach(failing::putIfAbsent));
    SortedMap<String, Integer> reasons = new TreeMap<>();
    failing.values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
    Set<Subject> inForce = controls.subjectsInForce();
    int marked = 0;
    int waiting = 0;
    for (Pod pod : pods.all()) {
      boolean isFailing = failing.containsKey(pod.uid());
      if (!isFailing && pod.offline() && inForce.contains(Subject.of(pod))) {
        marked++;
      }
      if (!isFailing && pod.isRunning() && !tree.exists(pod.cgroupPath())) {
        waiting++;
      }
    }
    return new Handling(marked, reasons, waiting);
  }

  /** Returns the full status. */
  NodeStatus status() {
    return new NodeStatus(
        summary(),
        pods.all(),
        cgroups.place(),
        cgroups.active(),
        controls.inForce(),
        controls.conflicts(),
        informer.outages(),
        features.runners().stream().map(FeatureRunner::status).toList(),
        capabilities.all());
  }
}
