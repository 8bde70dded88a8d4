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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/** The features of one node, and the informer that tells them of its pods. */
final class Agent implements AutoCloseable {

  private final FeatureContext context;
  private final List<FeatureRunner> runners = new ArrayList<>();
  private final StopOrder parts = new StopOrder();

  private Agent(FeatureContext context) {
    this.context = context;
  }

  /**
   * Starts the features, then the informer; fails when the cgroup tree is not the configured one or
   * a feature cannot start, and leaves nothing running.
   */
  static Agent start(Configuration configuration, HostPaths host, ApiServer server, NodeName node)
      throws IOException {
    CgroupTree tree = CgroupTree.detect(host.resolve(configuration.agent().cgroupRoot()));
    KubepodsLayout layout = NodeLayout.choose(configuration.agent().cgroupDriver(), tree);
    Logger.info(
        "node {}: cgroup {} by driver {}, API server {} by {}; features: {}",
        node,
        tree.version(),
        configuration.agent().cgroupDriver().name().toLowerCase(Locale.ROOT),
        server.server(),
        server.origin(),
        names(configuration));
    Agent agent = new Agent(new FeatureContext(host, tree, Ticker.system()));
    try {
      for (ConfiguredFeature<?> feature : configuration.features()) {
        agent.startFeature(feature);
      }
      agent.startInformer(server, node, layout);
      return agent;
    } catch (IOException | RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  private static String names(Configuration configuration) {
    return configuration.features().isEmpty()
        ? "none, see agent.enabledFeatures"
        : configuration.features().stream()
            .map(feature -> feature.type().name())
            .collect(Collectors.joining(", "));
  }

  private void startFeature(ConfiguredFeature<?> feature) throws IOException {
    String name = feature.type().name();
    FeatureRunner runner =
        new FeatureRunner(
            name, () -> feature.create(context), new ThreadEventLoop(name), context.ticker());
    parts.add("feature " + name, runner::close);
    runners.add(runner);
    try {
      runner.start().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("feature " + name + ": " + cause.getMessage(), cause);
    }
  }

  private void startInformer(ApiServer server, NodeName node, KubepodsLayout layout) {
    PodStore store = new PodStore(layout, new FanOut(runners));
    Readiness readiness = new Readiness(store, runners);
    PodInformer informer = new PodInformer(server, node, store, readiness::pictureComplete);
    parts.add("informer", informer);
    informer.start();
  }

  /** Stops taking events, then the features, each of which undoes what it must. */
  @Override
  public void close() {
    parts.close();
  }
}
