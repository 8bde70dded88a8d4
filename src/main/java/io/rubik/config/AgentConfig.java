package io.rubik.config;

import java.util.List;

/**
 * The settings of the agent itself: the section {@code agent}.
 *
 * @param logDir an absolute path on the host
 * @param logSizeMebibytes room for all log files together
 * @param cgroupRoot an absolute path on the host
 * @param enabledFeatures names of the features to run
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

  /** Returns the settings of the section {@code agent}; what is absent has its default. */
  public static AgentConfig from(Section section) {
    return new AgentConfig(
        section.choice("logDriver", LogDriver.STDIO),
        section.absolutePath("logDir", "/var/log/rubik"),
        section.integer("logSize", 10, 1_048_576, 1024),
        section.choice("logLevel", LogLevel.INFO),
        section.absolutePath("cgroupRoot", "/sys/fs/cgroup"),
        section.choice("cgroupDriver", CgroupDriver.CGROUPFS),
        section.choice("informerType", InformerType.APISERVER),
        section.strings("enabledFeatures"));
  }
}
