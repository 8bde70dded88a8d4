package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.feature.FeatureContext;
import io.rubik.host.HostPaths;
import io.rubik.host.Ticker;
import io.rubik.kube.ApiServer;
import io.rubik.kube.NodeName;
import io.rubik.kube.PodInformer;
import io.rubik.pod.PodStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.tinylog.Logger;

/** The features of one node, and the informer that tells them of its pods. */
final class Agent implements AutoCloseable, StatusReporter.Vitals {

  /** A watch that is well brings at least a bookmark a minute. */
  private static final long STALE_SECONDS = 120;

  private final FanOut pods;
  private final FeatureSet features;
  private final Readiness readiness;
  private final PodInformer informer;
  private volatile String note = "";

  private Agent(FanOut pods, FeatureSet features, Readiness readiness, PodInformer informer) {
    this.pods = pods;
    this.features = features;
    this.readiness = readiness;
    this.informer = informer;
  }

  /**
   * Starts the features, then the informer; fails when the cgroup tree is not the configured one or
   * a feature cannot start, and leaves nothing running.
   *
   * @param whenReady is run, once, when every pod there is has been handled by every feature
   */
  static Agent start(
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
    FanOut pods = new FanOut();
    FeatureSet features = new FeatureSet(new FeatureContext(host, tree, Ticker.system()), pods);
    features.change(configuration.features());
    Readiness readiness =
        new Readiness(
            features,
            () -> {
              Logger.info("ready: {}", pods.count());
              whenReady.run();
            });
    PodInformer informer =
        new PodInformer(server, node, new PodStore(layout, pods), readiness::pictureComplete);
    informer.start();
    return new Agent(pods, features, readiness, informer);
  }

  /** Runs these features from now on; fails when one cannot start, and then changes nothing. */
  void change(List<ConfiguredFeature<?>> wanted) throws IOException {
    features.change(wanted);
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
        + note;
  }

  /** Returns the runners of the features. */
  @Override
  public List<FeatureRunner> runners() {
    return features.runners();
  }

  /** Returns whether the informer's thread is alive. */
  @Override
  public boolean isWatching() {
    return informer.isAlive();
  }

  /** Stops taking events, then the features, each of which undoes what it must. */
  @Override
  public void close() {
    informer.close();
    features.close();
  }
}
