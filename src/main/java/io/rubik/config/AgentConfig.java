package io.rubik.config;

import java.util.List;

/**
 * The settings of the agent itself: the section {@code agent}.
 *
 * @param logDir an absolute path on the host
 * @param logSizeMebibytes room for all log files together
 * @param cgroupRoot an absolute path on the host
 * @param enabledFeatures names of the features to run, without repetition
 */
public record AgentConfig(
    LogDriver logDriver,
    String logDir,
    int logSizeMebibytes,
    LogLevel logLevel,
    String cgroupRoot,
    CgroupDriver cgroupDriver,
    InformerType informerType,
    List<String> enabledFeatures) {

  /** Copies the list. */
  public AgentConfig {
    enabledFeatures = List.copyOf(enabledFeatures);
  }
}
