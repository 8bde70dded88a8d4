package io.rubik.agent;

import io.rubik.capability.CapabilityRegistry;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.KubepodsDriver;
import io.rubik.config.AgentConfig;
import io.rubik.config.InformerType;
import io.rubik.control.Controls;
import io.rubik.control.Journal;
import io.rubik.control.Precedence;
import io.rubik.control.WrittenControls;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.host.HostPaths;
import io.rubik.kube.NodeName;
import io.rubik.kube.PodInformer;
import io.rubik.kube.http.ApiServer;
import io.rubik.loop.ThreadEventLoop;
import io.rubik.loop.Ticker;
import io.rubik.pod.Informer;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodRegistry;
import io.rubik.usage.NodeUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.tinylog.Logger;

/** The features of one node, the registry of its pods, and the informer that fills it. */
final class Agent implements AutoCloseable, StatusReporter.Vitals {

  private final PodRegistry pods = new PodRegistry();
  private final Controls controls;
  private final Restorer restorer;
  private final FeatureSet features;
  private final Readiness readiness;
  private final Informer informer;
  private final StatusCollector status;
  private final CgroupCheck check;
  private final WrittenControls written;
  private final CgroupFollower cgroups;

  private Agent(
      HostPaths host,
      CgroupTree tree,
      Kubepods kubepods,
      NodeName node,
      Controls controls,
      BiFunction<PodAdmission, Runnable, Informer> informer,
      Consumer<String> whenReady) {
    this.controls = controls;
    this.restorer = new Restorer(controls, new ThreadEventLoop("restorer"), Ticker.system());
    NodeUsage usage = new NodeUsage(host, Ticker.system());
    CapabilityRegistry capabilities = new CapabilityRegistry(host, tree);
    this.features =
        new FeatureSet(
            name ->
                new FeatureContext(
                    host,
                    tree,
                    Ticker.system(),
                    controls.owner(name),
                    pods,
                    capabilities.of(name),
                    usage),
            pods,
            ThreadEventLoop::new);
    this.readiness = new Readiness(features, () -> ready(whenReady));
    PodAdmission admission = new PodAdmission(kubepods, tree::identities, pods, Ticker.system());
    this.written =
        new WrittenControls(
            controls,
            new ThreadEventLoop("written controls"),
            new ThreadEventLoop("written memory controls"),
            Ticker.system());
    this.cgroups = new CgroupFollower(tree, kubepods, pods, admission, written);
    this.check =
        new CgroupCheck(
            node.toString(),
            tree,
            kubepods,
            pods,
            admission,
            cgroups::move,
            new ThreadEventLoop("cgroup check"),
            Ticker.system());
    this.informer = informer.apply(admission, this::synced);
    this.status =
        new StatusCollector(
            tree, pods, this.informer, controls, features, capabilities, check, readiness);
  }

  /**
   * Returns the agent of a node, not started; fails when the cgroup tree is not the configured one.
   *
   * @param whenReady is given the status, once, when every feature has handled every pod there is
   */
  static Agent of(
      Configuration configuration,
      HostPaths host,
      ApiServer server,
      NodeName node,
      Consumer<String> whenReady)
      throws IOException {
    CgroupTree tree = CgroupTree.detect(host, host.resolve(configuration.agent().cgroupRoot()));
    Kubepods kubepods = kubepods(configuration.agent(), tree);
    Logger.info(
        "node {}: cgroup {}, pods in {}, API server {} by {}",
        node,
        tree.version(),
        kubepods.layout(),
        server.server(),
        server.origin());
    InformerType source = configuration.agent().informerType();
    return new Agent(
        host,
        tree,
        kubepods,
        node,
        controls(host, tree),
        (pods, whenSynced) -> informer(source, server, node, pods, whenSynced),
        whenReady);
  }

  /** Returns where the pods of a node are, or will be as far as is known. */
  static Kubepods kubepods(AgentConfig settings, CgroupTree tree) throws IOException {
    return switch (settings.cgroupDriver()) {
      case AUTO -> Kubepods.find(tree);
      case CGROUPFS -> Kubepods.find(tree, KubepodsDriver.CGROUPFS);
      case SYSTEMD -> Kubepods.find(tree, KubepodsDriver.SYSTEMD);
    };
  }

  /** The one place that knows the kinds of informers. */
  private static Informer informer(
      InformerType source,
      ApiServer server,
      NodeName node,
      PodAdmission pods,
      Runnable whenSynced) {
    return switch (source) {
      case APISERVER -> new PodInformer(server, node, Features.podKeys(), pods, whenSynced);
      case NRI -> throw new IllegalArgumentException("agent.informerType nri is not available");
    };
  }

  /**
   * Starts these features, the watch of cgroups, then the informer; fails when a feature cannot
   * start, and then has to be closed.
   */
  void start(List<ConfiguredFeature<?>> wanted) throws IOException {
    change(wanted);
    cgroups.start();
    check.start();
    informer.start();
  }

  /** Readiness is not held back by pods whose cgroups cannot be found. */
  private void synced() {
    check.podsKnown();
    readiness.synced();
  }

  /** Returns the controls of a node, with those that a previous run has set. */
  static Controls controls(HostPaths host, CgroupTree tree) throws IOException {
    Journal journal = Journal.open(host.journal());
    return new Controls(
        tree,
        host,
        journal,
        FeatureType.catalogue(Features.ALL),
        Precedence.of(Features.names()),
        Ticker.system());
  }

  /**
   * Runs these features from now on; fails when one cannot start, and then changes nothing. What
   * features that do not run had set before a crash is restored.
   */
  void change(List<ConfiguredFeature<?>> wanted) throws IOException {
    features.change(wanted);
    List<String> running = features.names();
    restorer.restore(name -> !running.contains(name));
  }

  /** Controls that no feature claims once all pods are handled were left by a previous run. */
  private void ready(Consumer<String> whenReady) {
    restorer.restore(_ -> true);
    restorer.start();
    Logger.info("ready: {}", pods.count());
    whenReady.accept(status());
    if (Logger.isDebugEnabled()) {
      controls.inForce().forEach(control -> Logger.debug("in force: {}", control));
    }
  }

  /** Returns whether every pod of the first list has been handled. */
  boolean isReady() {
    return readiness.isReady();
  }

  /** Sets the note in the status line, replacing the previous one. */
  void note(String text) {
    status.note(text);
  }

  /** Returns a line for the administrator: pods, features, and how old that information is. */
  @Override
  public String status() {
    return status.summary().line();
  }

  /** Returns the runners of the features. */
  @Override
  public List<FeatureRunner> runners() {
    return features.runners();
  }

  /** Returns which of the threads that watch pods and cgroups have ended. */
  @Override
  public List<String> ended() {
    List<String> ended = new ArrayList<>();
    if (!informer.isAlive()) {
      ended.add("informer");
    }
    if (cgroups.hasEnded()) {
      ended.add("watch of cgroups");
    }
    return ended;
  }

  /** Stops the informer, then the features, each of which undoes what it must. */
  @Override
  public void close() throws IOException {
    try (controls;
        features) {
      restorer.close();
      informer.close();
      check.close();
      cgroups.close();
      written.close();
    }
  }
}
