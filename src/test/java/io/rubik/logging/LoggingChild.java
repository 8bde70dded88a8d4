package io.rubik.logging;

import io.rubik.config.AgentConfig;
import io.rubik.config.CgroupDriver;
import io.rubik.config.InformerType;
import io.rubik.config.LogDriver;
import io.rubik.config.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tinylog.Logger;

/** A process that logs a little: tinylog is set up once in the life of a process. */
final class LoggingChild {

  private LoggingChild() {}

  /** Takes the driver, the level and the log directory. */
  public static void main(String[] arguments) {
    AgentConfig settings =
        settings(LogDriver.valueOf(arguments[0]), LogLevel.valueOf(arguments[1]));
    Path directory = Path.of(arguments[2]);
    try (Logging _ = Logging.start(settings, directory, System.getenv())) {
      logOnEachLevel();
      Consumer<Object> library = Logger::info;
      List.of("a library's chatter").forEach(library);
      java.util.logging.Logger.getLogger("okhttp3").warning("from java.util.logging");
      startAgain(settings, directory);
    }
  }

  static AgentConfig settings(LogDriver driver, LogLevel level) {
    return new AgentConfig(
        driver,
        "/not/used",
        10,
        level,
        "/sys/fs/cgroup",
        CgroupDriver.CGROUPFS,
        InformerType.APISERVER,
        List.of());
  }

  private static void logOnEachLevel() {
    Logger.debug("debugging");
    Runnable lambda = () -> Logger.info("pod {} added", "ns/a\nb");
    lambda.run();
    Logger.warn("odd");
    Logger.error(new IOException("gone"), "cannot read {}", "/x");
  }

  private static void startAgain(AgentConfig settings, Path directory) {
    try {
      Logging.start(settings, directory, System.getenv());
    } catch (IllegalStateException e) {
      Logger.warn(e.getMessage());
    }
  }
}
