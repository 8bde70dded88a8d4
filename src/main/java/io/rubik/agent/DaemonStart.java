package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.config.AgentConfig;
import io.rubik.config.ConfigException;
import io.rubik.host.HostPaths;
import io.rubik.host.InstanceLock;
import io.rubik.host.ServiceManager;
import io.rubik.host.SystemCalls;
import io.rubik.kube.NodeName;
import io.rubik.kube.http.ApiServer;
import io.rubik.logging.Logging;
import io.rubik.loop.ThreadEventLoop;
import io.rubik.loop.Ticker;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tinylog.Logger;

/** The start of a process: lock, configuration, logging, credentials and the agent, in order. */
final class DaemonStart {

  private static final int PRIVATE_UMASK = 0077;

  private final Map<String, String> environment;
  private final HostPaths host;
  private final SystemCalls calls = SystemCalls.open();
  private final StopOrder parts = new StopOrder();
  private List<String> warnings = List.of();

  private DaemonStart(Map<String, String> environment, HostPaths host) {
    this.environment = environment;
    this.host = host;
  }

  /** Returns the daemon, running; or fails and leaves nothing running. */
  static Daemon run(Map<String, String> environment) throws StartException {
    DaemonStart start = new DaemonStart(environment, new HostPaths(root(environment)));
    try {
      return start.daemon();
    } catch (StartException e) {
      start.tell(e);
      start.end();
      throw e;
    } catch (Throwable e) { // an Error too leaves nothing running
      start.end();
      throw e;
    }
  }

  /** Has systemctl status show the reason until the next attempt. */
  private void tell(StartException e) {
    ServiceManager.of(environment, calls)
        .send(
            "STATUS=cannot start: "
                + ShortReason.of(e)
                + "; exit status "
                + e.exitCode().status()
                + ", see journalctl -u rubik -p err");
  }

  private void end() {
    Thread.interrupted(); // a signal to stop must not keep the parts from being waited for
    parts.close();
  }

  /**
   * Restores the controls left by a rubik that was killed; does nothing when there are none. A
   * wrong configuration must not prevent it.
   */
  static void restore(Map<String, String> environment) throws StartException {
    HostPaths host = new HostPaths(root(environment));
    if (!Files.exists(host.journal())) {
      return;
    }
    DaemonStart start = new DaemonStart(environment, host);
    try {
      start.lock();
      AgentConfig settings = AgentConfig.whatCanBeReadOf(host.config());
      start.startLog(settings);
      Agent.controls(host, CgroupTree.detect(host, host.resolve(settings.cgroupRoot()))).close();
    } catch (IOException e) {
      throw new StartException(
          ExitCode.FAILED, "not all controls could be restored: " + Reason.of(e));
    } finally {
      start.parts.close();
    }
  }

  private static Path root(Map<String, String> environment) throws StartException {
    String root = environment.getOrDefault("RUBIK_ROOT", "/");
    try {
      Path path = Path.of(root);
      if (path.isAbsolute() && Files.isDirectory(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // reported below, like a path that is not a directory
    }
    throw new StartException(
        ExitCode.FAILED, "RUBIK_ROOT: \"" + root + "\" is not the absolute path of a directory");
  }

  private Daemon daemon() throws StartException {
    lock();
    Configuration configuration = configuration();
    startLog(configuration.agent());
    ServiceManager manager = ServiceManager.of(environment, calls);
    try {
      Agent agent = agent(configuration, manager);
      return new Daemon(host, manager, agent, parts, configuration);
    } catch (IOException | IllegalArgumentException e) {
      String message = Reason.of(e);
      Logger.error("rubik cannot start: {}", message);
      throw new StartException(ExitCode.FAILED, message);
    }
  }

  private void lock() throws StartException {
    try {
      calls.completeStandardStreams();
      calls.umask(PRIVATE_UMASK);
      InstanceLock lock = InstanceLock.acquire(calls, host.run().resolve("rubik.lock"));
      parts.add("lock", lock);
      warnings = lock.warnings();
    } catch (InstanceLock.HeldException e) {
      throw new StartException(ExitCode.ALREADY_RUNNING, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new StartException(ExitCode.FAILED, "the lock cannot be taken: " + Reason.of(e));
    }
  }

  private Configuration configuration() throws StartException {
    try {
      return Configuration.read(host.config(), Features.ALL);
    } catch (ConfigException e) {
      throw new StartException(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void startLog(AgentConfig settings) {
    parts.add("log", Logging.start(settings, host.resolve(settings.logDir()), environment));
    warnings.forEach(Logger::warn);
  }

  private Agent agent(Configuration configuration, ServiceManager manager) throws IOException {
    BuildInfo build = BuildInfo.load();
    Logger.info("rubik {}-{} ({}) is starting", build.version(), build.release(), build.commit());
    configuration.warnings().forEach(warning -> Logger.warn("configuration: {}", warning));
    NodeName node = NodeName.from(environment, host.root());
    ApiServer server = ApiServer.connect(host.root(), environment, build.version());
    parts.add("connection to the API server", server);
    Agent agent =
        Agent.of(
            configuration,
            host,
            server,
            node,
            status -> manager.send("READY=1", "STATUS=" + status));
    parts.add("agent", agent);
    agent.start(configuration.features());
    StatusReporter reporter =
        new StatusReporter(manager, agent, new ThreadEventLoop("status"), Ticker.system());
    parts.add("status", reporter);
    reporter.start();
    return agent;
  }
}
