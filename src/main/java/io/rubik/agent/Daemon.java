package io.rubik.agent;

import io.rubik.config.AgentConfig;
import io.rubik.config.ConfigException;
import io.rubik.host.HostPaths;
import io.rubik.host.InstanceLock;
import io.rubik.host.SystemCalls;
import io.rubik.kube.ApiServer;
import io.rubik.kube.NodeName;
import io.rubik.logging.Logging;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.tinylog.Logger;

/**
 * Rubik as a process: lock, configuration, logging, credentials and the agent, started in this
 * order and stopped in the reverse.
 */
public final class Daemon {

  private static final int PRIVATE_UMASK = 0077;

  private final Map<String, String> environment;
  private final HostPaths host;
  private final StopOrder parts = new StopOrder();

  private Daemon(Map<String, String> environment, HostPaths host) {
    this.environment = environment;
    this.host = host;
  }

  /**
   * Starts rubik; fails with what the administrator must know, and leaves nothing running.
   *
   * @param environment of the process: RUBIK_ROOT, RUBIK_NODE_NAME, KUBECONFIG and others
   */
  public static Daemon start(Map<String, String> environment) throws StartException {
    Daemon daemon = new Daemon(environment, new HostPaths(root(environment)));
    try {
      daemon.lock();
      Configuration configuration = daemon.configuration();
      daemon.startLogging(configuration);
      daemon.startAgent(configuration);
      return daemon;
    } catch (StartException | RuntimeException e) {
      daemon.parts.close();
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
    throw new StartException(
        ExitCode.FAILED, "RUBIK_ROOT: \"" + root + "\" is not an absolute path");
  }

  private void lock() throws StartException {
    try {
      SystemCalls calls = SystemCalls.open();
      calls.completeStandardStreams();
      calls.umask(PRIVATE_UMASK);
      parts.add("lock", InstanceLock.acquire(calls, host.run().resolve("rubik.lock")));
    } catch (InstanceLock.HeldException e) {
      throw new StartException(ExitCode.ALREADY_RUNNING, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new StartException(ExitCode.FAILED, "the lock cannot be taken: " + e.getMessage());
    }
  }

  private Configuration configuration() throws StartException {
    try {
      return Configuration.read(host.config(), Features.ALL);
    } catch (ConfigException e) {
      throw new StartException(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void startLogging(Configuration configuration) {
    AgentConfig settings = configuration.agent();
    parts.add("log", Logging.start(settings, host.resolve(settings.logDir()), environment));
  }

  private void startAgent(Configuration configuration) throws StartException {
    BuildInfo build = BuildInfo.load();
    Logger.info("rubik {}-{} ({}) starts", build.version(), build.release(), build.commit());
    configuration.warnings().forEach(warning -> Logger.warn("configuration: {}", warning));
    try {
      NodeName node = NodeName.from(environment, NodeName.readHostName(host.root()));
      ApiServer server = ApiServer.connect(host.root(), environment, build.version());
      parts.add("connection to the API server", server);
      parts.add("agent", Agent.start(configuration, host, server, node));
    } catch (IOException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Logger.error("rubik cannot start: {}", message);
      throw new StartException(ExitCode.FAILED, message);
    }
  }

  /** Stops everything, in the reverse order of its start. */
  public void stop() {
    Logger.info("rubik stops");
    parts.close();
  }
}
