package io.rubik.agent;

import io.rubik.config.AgentConfig;
import io.rubik.config.ConfigException;
import io.rubik.host.HostPaths;
import io.rubik.host.ServiceManager;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/** Rubik as a process that runs. */
public final class Daemon {

  private final HostPaths host;
  private final ServiceManager manager;
  private final Agent agent;
  private final StopOrder parts;
  private Configuration configuration;

  Daemon(
      HostPaths host,
      ServiceManager manager,
      Agent agent,
      StopOrder parts,
      Configuration configuration) {
    this.host = host;
    this.manager = manager;
    this.agent = agent;
    this.parts = parts;
    this.configuration = configuration;
  }

  /**
   * Starts rubik; a failure has a message for the administrator and leaves nothing running.
   *
   * @param environment of the process: RUBIK_ROOT, RUBIK_NODE_NAME, KUBECONFIG and others
   */
  public static Daemon start(Map<String, String> environment) throws StartException {
    return DaemonStart.run(environment);
  }

  /**
   * Restores the controls left by a rubik that was killed, without starting one; fails when another
   * rubik runs, or when a control cannot be restored.
   */
  public static void restore(Map<String, String> environment) throws StartException {
    DaemonStart.restore(environment);
  }

  /**
   * Reads the configuration again and runs the features it enables; one that cannot be used, or a
   * feature that cannot start, is logged and leaves everything as it is.
   */
  public void reload() {
    boolean started = agent.isReady();
    if (started) {
      long nowMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
      manager.send("RELOADING=1", "MONOTONIC_USEC=" + nowMicros);
    }
    try {
      takeOver(Configuration.read(host.config(), Features.ALL));
      agent.note("");
      Logger.info("configuration reloaded");
    } catch (ConfigException | IOException e) {
      agent.note(
          "changed configuration REFUSED: "
              + ShortReason.of(e)
              + ", see journalctl -u rubik -p err");
      Logger.error(
          "the changed configuration is refused, the old one stays in effect: {}", Reason.of(e));
    }
    String status = "STATUS=" + agent.status();
    if (started) {
      manager.send("READY=1", status);
    } else {
      manager.send(status);
    }
  }

  private void takeOver(Configuration fresh) throws IOException {
    fresh.warnings().forEach(warning -> Logger.warn("configuration: {}", warning));
    agent.change(fresh.features());
    warnOfWhatNeedsARestart(fresh.agent());
    configuration = fresh;
  }

  private void warnOfWhatNeedsARestart(AgentConfig fresh) {
    if (!fresh.withFeaturesOf(configuration.agent()).equals(configuration.agent())) {
      Logger.warn(
          "section agent: only enabledFeatures takes effect now, all other changes at the next"
              + " start");
    }
  }

  /** Stops everything, in the reverse order of its start. */
  public void stop() {
    Logger.info("rubik is stopping");
    manager.send("STOPPING=1");
    parts.close();
  }
}
