package io.rubik.testing;

import io.rubik.cgroup.CgroupTree;
import io.rubik.control.Controls;
import io.rubik.control.Journal;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodState;
import io.rubik.host.HostPaths;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.pod.PodRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A feature on a node, which is called as the agent calls it, and can be killed and started again.
 * The journal is where it is on a real node.
 */
public final class RunningFeature<F extends Feature> {

  private final Path root;
  private final CgroupTree tree;
  private final Ticker ticker;
  private final List<FeatureType<?>> types;
  private final Function<FeatureContext, F> create;
  private final PodRegistry pods = new PodRegistry();
  private Controls controls;
  private Owner owner;
  private F feature;

  /** Prepares the feature on a node with that root, without starting it. */
  public RunningFeature(Path root, Ticker ticker, Function<FeatureContext, F> create)
      throws IOException {
    this(root, ticker, List.of(), create);
  }

  /** As the other, for features whose types declare controls of their own. */
  public RunningFeature(
      Path root, Ticker ticker, List<FeatureType<?>> types, Function<FeatureContext, F> create)
      throws IOException {
    this.root = root;
    this.types = List.copyOf(types);
    this.tree = CgroupTree.detect(new HostPaths(root), root.resolve("sys/fs/cgroup"));
    this.ticker = ticker;
    this.create = create;
    this.controls = controls();
    this.owner = controls.owner("tested");
    this.feature = create.apply(context());
  }

  private Controls controls() throws IOException {
    return new Controls(
        tree,
        new HostPaths(root),
        Journal.open(root.resolve("run/rubik/journal")),
        FeatureType.catalogue(types),
        List.of("tested"),
        ticker);
  }

  private FeatureContext context() {
    return FeatureContexts.of(new HostPaths(root), tree, ticker, owner, pods);
  }

  /** Returns the feature. */
  public F feature() {
    return feature;
  }

  /** Returns the node's pods. */
  public PodRegistry pods() {
    return pods;
  }

  /** Returns the node's cgroups. */
  public CgroupTree tree() {
    return tree;
  }

  /** Has a pod reconciled, and the controls of its ended containers restored. */
  public PodState reconcile(Pod pod) throws IOException {
    pods.put(pod);
    PodState state = feature.reconcile(pod);
    owner.releaseEnded(pod);
    return state;
  }

  /** Announces a change, and has the pod reconciled. */
  public void update(Pod old, Pod pod) throws IOException {
    pods.put(pod);
    feature.updated(old, pod);
    reconcile(pod);
  }

  /** Announces that a pod has ended, and has its controls restored. */
  public void remove(Pod pod) throws IOException {
    pods.remove(pod.uid());
    feature.removed(pod);
    owner.release(Subject.of(pod));
  }

  /** Stops the feature, and has everything restored. */
  public void stop() throws IOException {
    feature.stop();
    owner.releaseAll();
  }

  /** Kills the process and begins the next one on what is left. */
  public void crash() throws IOException {
    controls = controls();
    owner = controls.owner("tested");
    feature = create.apply(context());
  }

  /** All pods have been handled after a start: unclaimed controls are restored. */
  public void ready() throws IOException {
    controls.restoreOrphaned(any -> true);
  }
}
