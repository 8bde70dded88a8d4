package io.rubik.logging;

import io.rubik.config.LogDriver;
import io.rubik.config.LogLevel;
import io.rubik.pod.PodLogContext;
import java.nio.file.Path;
import org.tinylog.Logger;

/** A process in which each of many pods has something to complain of, over and over. */
final class StormingChild {

  static final int PODS = 500;
  static final int COMPLAINTS = 50;

  private StormingChild() {}

  /** Takes what {@link LoggingChild} takes. */
  public static void main(String[] arguments) {
    LogLevel level = LogLevel.valueOf(arguments[1]);
    try (Logging _ =
        Logging.start(
            LoggingChild.settings(LogDriver.valueOf(arguments[0]), level),
            Path.of(arguments[2]),
            System.getenv())) {
      for (int i = 0; i < COMPLAINTS; i++) {
        for (int pod = 0; pod < PODS; pod++) {
          complain(pod, i);
        }
      }
    }
  }

  private static void complain(int pod, int complaint) {
    try (PodLogContext _ = PodLogContext.of("uid-" + pod)) {
      Logger.warn("pod {}: nonsense {}", pod, complaint);
      Logger.info("pod {} as ever", pod);
      try (PodLogContext _ = PodLogContext.of("uid-of-another")) {
        Logger.info("another as ever");
      }
      Logger.error("pod {} as always", pod);
    }
    Logger.debug("about no pod: {} of {}", complaint, pod);
  }
}
