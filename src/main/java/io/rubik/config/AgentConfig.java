package io.rubik.config;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

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

  private static final String LOG_DIRECTORY = "/var/log/rubik";

  /** Directories that must stay accessible to others, while a log directory gets mode 0700. */
  private static final Set<String> SHARED =
      Set.of(
          "/",
          "/bin",
          "/boot",
          "/dev",
          "/dev/shm",
          "/etc",
          "/home",
          "/lib",
          "/lib64",
          "/media",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/usr/local",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/log",
          "/var/run",
          "/var/spool",
          "/var/tmp");

  /** Copies the list. */
  public AgentConfig {
    enabledFeatures = List.copyOf(enabledFeatures);
  }

  /** Returns the settings of the section {@code agent}; what is absent has its default. */
  public static AgentConfig from(Section section) {
    return new AgentConfig(
        section.choiceOrBlank("logDriver", LogDriver.STDIO),
        logDir(section),
        section.integer("logSize", 10, 1_048_576, 1024),
        section.choiceOrBlank("logLevel", LogLevel.INFO),
        section.absolutePath("cgroupRoot", "/sys/fs/cgroup"),
        section.choice("cgroupDriver", CgroupDriver.AUTO),
        section.choice("informerType", InformerType.APISERVER),
        section.strings("enabledFeatures"));
  }

  /**
   * Returns the settings of a file, with defaults for those that are wrong, and only defaults where
   * the file cannot be read: for what must be done whatever the file holds.
   */
  public static AgentConfig whatCanBeReadOf(Path file) {
    Problems untold = new Problems();
    Section root;
    try {
      root = ConfigFile.read(file, untold);
    } catch (ConfigException e) {
      root = Section.root(new JsonObject(), untold);
    }
    return from(root.sectionOrEmpty("agent"));
  }

  private static String logDir(Section section) {
    String directory = section.absolutePath("logDir", LOG_DIRECTORY);
    if (SHARED.contains(Path.of(directory).normalize().toString())) {
      section.reject(
          "logDir",
          directory,
          "is shared with other programs, and rubik makes its log directory accessible only to"
              + " root; choose a separate one, such as \""
              + LOG_DIRECTORY
              + "\"");
    }
    return directory;
  }

  /** Returns these settings with the features of others. */
  public AgentConfig withFeaturesOf(AgentConfig other) {
    return new AgentConfig(
        logDriver,
        logDir,
        logSizeMebibytes,
        logLevel,
        cgroupRoot,
        cgroupDriver,
        informerType,
        other.enabledFeatures);
  }
}
