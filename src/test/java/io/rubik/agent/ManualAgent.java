package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.config.ConfigException;
import io.rubik.control.Controls;
import io.rubik.control.Owner;
import io.rubik.feature.FeatureContext;
import io.rubik.host.HostPaths;
import io.rubik.loop.ManualEventLoop;
import io.rubik.loop.Ticker;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The chain from the admission of pods to the features of the configuration, on a node in memory:
 * without threads, at the time the test says it is.
 */
public final class ManualAgent implements AutoCloseable {

  private final PodRegistry pods = new PodRegistry();
  private final ManualEventLoop loop = new ManualEventLoop();
  private final List<FeatureRunner> runners = new ArrayList<>();
  private final CgroupTree tree;
  private final Kubepods kubepods;

  private ManualAgent(CgroupTree tree, Kubepods kubepods) {
    this.tree = tree;
    this.kubepods = kubepods;
  }

  /** Starts the features of the node's config.json; fails as the daemon's start would. */
  public static ManualAgent start(CgroupFixture node) throws IOException, ConfigException {
    HostPaths host = new HostPaths(node.root());
    Configuration configuration = Configuration.read(host.config(), Features.ALL);
    CgroupTree tree = node.tree();
    ManualAgent agent = new ManualAgent(tree, Agent.kubepods(configuration.agent(), tree));
    Controls controls = Agent.controls(host, tree);
    for (ConfiguredFeature<?> feature : configuration.features()) {
      Owner owner = controls.owner(feature.type().name());
      agent.start(feature, FeatureContexts.of(host, tree, agent.loop, owner, agent.pods));
    }
    return agent;
  }

  /** Reads a configuration as the daemon does; fails with every error in it. */
  public static List<String> warningsOf(Path config) throws ConfigException {
    return Configuration.read(config, Features.ALL).warnings();
  }

  private void start(ConfiguredFeature<?> feature, FeatureContext context) {
    FeatureRunner runner =
        new FeatureRunner(
            feature.type().name(),
            () -> feature.create(context),
            context.controls(),
            pods,
            loop,
            loop);
    var started = runner.start();
    loop.run();
    started.join();
    runners.add(runner);
    pods.subscribe(runner);
  }

  /** Returns what admits pods to the features. */
  public PodAdmission admission() {
    return new PodAdmission(kubepods, tree::identities, pods, Ticker.system());
  }

  /** Returns the pods that features see. */
  public PodRegistry pods() {
    return pods;
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    loop.pass(time);
  }

  @Override
  public void close() {
    runners.forEach(FeatureRunner::close);
    loop.run();
  }
}
