package io.rubik.agent;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.control.Controls;
import io.rubik.control.Journal;
import io.rubik.feature.FeatureContext;
import io.rubik.host.HostPaths;
import io.rubik.host.Ticker;
import io.rubik.kube.NodeName;
import io.rubik.kube.PodInformer;
import io.rubik.kube.http.ApiServer;
import io.rubik.pod.PodStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tinylog.Logger;

/** The features of one node, and the informer that tells them of its pods. */
final class Agent implements AutoCloseable, StatusReporter.Vitals {

  /** A watch that is well brings at least a bookmark a minute. */
  private static final long STALE_SECONDS = 120;

  private final FanOut pods = new FanOut();
  private final CgroupTree tree;
  private final KubepodsLayout layout;
  private final Controls controls;
  private final Arrears arrears;
  private final FeatureSet features;
  private final Readiness readiness;
  private final PodInformer informer;
  private Optional<CgroupWatch> cgroups = Optional.empty();
  private volatile String note = "";

  private Agent(
      HostPaths host,
      CgroupTree tree,
      KubepodsLayout layout,
      Controls controls,
      ApiServer server,
      NodeName node,
      Runnable whenReady) {
    this.tree = tree;
    this.layout = layout;
    this.controls = controls;
    this.arrears = new Arrears(controls, new ThreadEventLoop("give back"));
    this.features =
        new FeatureSet(
            name -> new FeatureContext(host, tree, Ticker.system(), controls.owner(name)), pods);
    this.readiness = new Readiness(features, () -> ready(whenReady));
    this.informer =
        new PodInformer(server, node, new PodStore(layout, pods), readiness::pictureComplete);
  }

  /**
   * Returns the agent of a node, not started; fails when the cgroup tree is not the configured one.
   *
   * @param whenReady is run, once, when every pod there is has been handled by every feature
   */
  static Agent of(
      Configuration configuration,
      HostPaths host,
      ApiServer server,
      NodeName node,
      Runnable whenReady)
      throws IOException {
    CgroupTree tree = CgroupTree.detect(host.resolve(configuration.agent().cgroupRoot()));
    KubepodsLayout layout = NodeLayout.choose(configuration.agent().cgroupDriver(), tree);
    Logger.info(
        "node {}: cgroup {} by driver {}, API server {} by {}",
        node,
        tree.version(),
        configuration.agent().cgroupDriver().name().toLowerCase(Locale.ROOT),
        server.server(),
        server.origin());
    return new Agent(host, tree, layout, controls(host, tree), server, node, whenReady);
  }

  /**
   * Starts these features, the watch of cgroups, then the informer; fails when a feature cannot
   * start, and then is to be closed.
   */
  void start(List<ConfiguredFeature<?>> wanted) throws IOException {
    change(wanted);
    cgroups = CgroupWatch.start(tree, layout, pods::cgroupAppeared);
    informer.start();
  }

  /** Returns the controls of a node, with what an earlier rubik has changed of them. */
  static Controls controls(HostPaths host, CgroupTree tree) throws IOException {
    Journal journal = Journal.open(host.journal());
    return new Controls(tree, journal, Attributes.WRITTEN, Features.names(), Ticker.system());
  }

  /**
   * Runs these features from now on; fails when one cannot start, and then changes nothing. What
   * features that do not run had changed before a crash is given back.
   */
  void change(List<ConfiguredFeature<?>> wanted) throws IOException {
    features.change(wanted);
    List<String> running = features.names();
    arrears.giveBack(name -> !running.contains(name));
  }

  /** What no feature has claimed when all pods are handled belongs to nobody. */
  private void ready(Runnable whenReady) {
    arrears.giveBack(_ -> true);
    arrears.begin();
    Logger.info("ready: {}", pods.count());
    whenReady.run();
  }

  /** Returns whether every pod of the first complete picture has been handled. */
  boolean isReady() {
    return readiness.isReady();
  }

  /** Adds something to the status line from now on, in place of what was added before. */
  void note(String text) {
    note = text;
  }

  /** Returns a line for the administrator: pods, features, and how old that picture is. */
  @Override
  public String status() {
    long age = informer.age().toSeconds();
    boolean isStale = informer.isAway() || age >= STALE_SECONDS;
    if (!readiness.isReady()) {
      return "starting: no pods from the API server yet, for " + age + " s";
    }
    List<String> names = features.names();
    return pods.count()
        + "; "
        + (names.isEmpty() ? "no features" : String.join(", ", names))
        + "; API server "
        + (isStale ? "NOT heard for " + age + " s" : "heard " + age + " s ago")
        + controls.status()
        + note;
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
    if (cgroups.isPresent() && !cgroups.get().isAlive()) {
      ended.add("watch of cgroups");
    }
    return ended;
  }

  /** Stops taking events, then the features, each of which undoes what it must. */
  @Override
  public void close() throws IOException {
    try (controls;
        features) {
      arrears.close();
      informer.close();
      cgroups.ifPresent(CgroupWatch::close);
    }
  }
}
