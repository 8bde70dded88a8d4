package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.config.AgentConfig;
import io.rubik.config.ConfigException;
import io.rubik.feature.FeatureContext;
import io.rubik.host.HostPaths;
import io.rubik.host.InstanceLock;
import io.rubik.host.SystemCalls;
import io.rubik.host.Ticker;
import io.rubik.kube.ApiServer;
import io.rubik.kube.NodeName;
import io.rubik.kube.PodInformer;
import io.rubik.logging.Logging;
import io.rubik.pod.PodStore;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * One rubik, from its lock to its last log line. It starts in this order: lock, configuration,
 * logging, cgroup layout, credentials, features, informer; and stops in the reverse.
 */
public final class Agent {

  private static final int PRIVATE_UMASK = 0077;

  private final Map<String, String> environment;
  private final HostPaths host;
  private final BuildInfo build = BuildInfo.load();
  private final StopOrder parts = new StopOrder();

  private Agent(Map<String, String> environment, HostPaths host) {
    this.environment = environment;
    this.host = host;
  }

  /**
   * Starts rubik; fails with what the administrator must know, and with nothing left behind.
   *
   * @param environment of the process: RUBIK_ROOT, RUBIK_NODE_NAME, KUBECONFIG and others
   */
  public static Agent start(Map<String, String> environment) throws StartException {
    Agent agent = new Agent(environment, new HostPaths(root(environment)));
    try {
      agent.startParts();
      return agent;
    } catch (StartException | RuntimeException e) {
      agent.parts.close();
      throw e;
    }
  }

  private static Path root(Map<String, String> environment) throws StartException {
    String root = environment.getOrDefault("RUBIK_ROOT", "/");
    try {
      Path path = Path.of(root);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // told below, like a path that is not absolute
    }
    throw failure("RUBIK_ROOT: \"" + root + "\" is not an absolute path");
  }

  private void startParts() throws StartException {
    lock();
    Configuration configuration = configuration();
    AgentConfig settings = configuration.agent();
    parts.add("logging", Logging.start(settings, host.resolve(settings.logDir()), environment));
    try {
      startParts(configuration);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      Logger.error("rubik cannot start: {}", message);
      throw new StartException(ExitCode.FAILED, message, e);
    }
  }

  private void startParts(Configuration configuration) throws IOException {
    Logger.info(
        "rubik {}-{} ({}) starts with {}",
        build.version(),
        build.release(),
        build.commit(),
        features(configuration));
    configuration.warnings().forEach(warning -> Logger.warn("configuration: {}", warning));
    AgentConfig settings = configuration.agent();
    CgroupTree tree = CgroupTree.detect(host.resolve(settings.cgroupRoot()));
    KubepodsLayout layout = NodeLayout.choose(settings.cgroupDriver(), tree);
    NodeName node = NodeName.from(environment, NodeName.readHostName(host.root()));
    ApiServer server = ApiServer.connect(host.root(), environment, build.version());
    parts.add("connection to the API server", server);
    List<FeatureRunner> runners = startFeatures(configuration, tree);
    Logger.info(
        "node {}: cgroup {} with driver {}, API server {} by {}",
        node,
        tree.version(),
        layout,
        server.server(),
        server.origin());
    startInformer(server, node, new PodStore(layout, new FanOut(runners)));
  }

  private void startInformer(ApiServer server, NodeName node, PodStore store) {
    PodInformer informer = new PodInformer(server, node, store, () -> {});
    parts.add("informer", informer);
    informer.start();
  }

  private void lock() throws StartException {
    try {
      SystemCalls calls = SystemCalls.open();
      calls.umask(PRIVATE_UMASK);
      parts.add("lock", InstanceLock.acquire(calls, host.run().resolve("rubik.lock")));
    } catch (InstanceLock.HeldException e) {
      throw new StartException(ExitCode.ALREADY_RUNNING, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartException(ExitCode.FAILED, "the lock cannot be taken: " + e.getMessage(), e);
    }
  }

  private Configuration configuration() throws StartException {
    try {
      return Configuration.read(host.config(), Features.ALL);
    } catch (ConfigException e) {
      throw new StartException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private List<FeatureRunner> startFeatures(Configuration configuration, CgroupTree tree)
      throws IOException {
    FeatureContext context = new FeatureContext(host, tree, Ticker.system());
    List<FeatureRunner> runners = new ArrayList<>();
    for (ConfiguredFeature<?> feature : configuration.features()) {
      String name = feature.type().name();
      FeatureRunner runner =
          new FeatureRunner(
              name, () -> feature.create(context), new ThreadEventLoop(name), Ticker.system());
      parts.add("feature " + name, runner::close);
      runners.add(runner);
      try {
        runner.start().join();
      } catch (CompletionException e) {
        throw new IOException(e.getCause().getMessage(), e.getCause());
      }
    }
    return runners;
  }

  private static String features(Configuration configuration) {
    if (configuration.features().isEmpty()) {
      return "no features: set agent.enabledFeatures";
    }
    return configuration.features().stream()
        .map(feature -> feature.type().name())
        .collect(Collectors.joining(", "));
  }

  private static StartException failure(String message) {
    return new StartException(ExitCode.FAILED, message, new IllegalArgumentException(message));
  }

  /** Stops taking events, then the features, each undoing what it must, then all else. */
  public void close() {
    Logger.info("rubik stops");
    parts.close();
  }
}
