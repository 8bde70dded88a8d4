package io.rubik.agent;

import io.rubik.capability.CapabilityRegistry;
import io.rubik.control.Controls;
import io.rubik.pod.Informer;
import io.rubik.pod.Pods;
import io.rubik.status.NodeStatus;
import io.rubik.status.NodeSummary;
import io.rubik.status.PodSource;

/** Collects the status of rubik at this moment. Any thread may ask. */
final class StatusCollector {

  private final Pods pods;
  private final Informer informer;
  private final Controls controls;
  private final FeatureSet features;
  private final CapabilityRegistry capabilities;
  private final Readiness readiness;
  private volatile String note = "";

  StatusCollector(
      Pods pods,
      Informer informer,
      Controls controls,
      FeatureSet features,
      CapabilityRegistry capabilities,
      Readiness readiness) {
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
        features.names(),
        PodSource.of(informer),
        controls.externalChanges(),
        note);
  }

  /** Returns the full status. */
  NodeStatus status() {
    return new NodeStatus(
        summary(),
        pods.all(),
        controls.inForce(),
        controls.conflicts(),
        informer.outages(),
        features.runners().stream().map(FeatureRunner::status).toList(),
        capabilities.all());
  }
}
