package io.rubik.logging;

import io.rubik.config.LogDriver;
import io.rubik.config.LogLevel;
import java.nio.file.Path;
import org.tinylog.Logger;

/** A process that ends right after it has logged much, without closing the log. */
final class ExitingChild {

  static final int LINES = 2000;

  private ExitingChild() {}

  /** Takes what {@link LoggingChild} takes. */
  public static void main(String[] arguments) {
    LogLevel level = LogLevel.valueOf(arguments[1]);
    Logging.start(
        LoggingChild.settings(LogDriver.valueOf(arguments[0]), level),
        Path.of(arguments[2]),
        System.getenv());
    for (int i = 0; i < LINES; i++) {
      Logger.info("line {}", i);
    }
    System.exit(0);
  }
}
