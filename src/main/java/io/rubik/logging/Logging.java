package io.rubik.logging;

import io.rubik.config.AgentConfig;
import io.rubik.config.LogDriver;
import io.rubik.config.LogLevel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.tinylog.configuration.Configuration;
import org.tinylog.provider.ProviderRegistry;

/** The log of this process, from {@link #start} on. */
public final class Logging implements AutoCloseable {

  private Logging() {}

  /**
   * Makes {@code org.tinylog.Logger} write as the settings say; called once, before the first
   * event. A log that cannot be written is reported on standard error and does not fail.
   *
   * @param logDirectory what {@code agent.logDir} stands for, used by the driver {@code file}
   * @param environment the variables of the process, of which {@code JOURNAL_STREAM} is read
   * @throws IllegalStateException when logging has started already
   */
  public static Logging start(
      AgentConfig settings, Path logDirectory, Map<String, String> environment) {
    String journal = environment.getOrDefault("JOURNAL_STREAM", "");
    try {
      Configuration.replace(properties(settings, logDirectory, journal));
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException("logging has started already", e);
    }
    silenceJavaLogging();
    // Makes the writer, so that a directory that cannot be written is reported now.
    ProviderRegistry.getLoggingProvider();
    // However the process ends, if the Java machine ends it.
    Runtime.getRuntime().addShutdownHook(new Thread(Logging::drain, "drain"));
    return new Logging();
  }

  /** As {@link #drain}. */
  @Override
  public void close() {
    drain();
  }

  /**
   * Has what was logged so far written, as far as that takes no longer than four seconds, reports
   * lines that were lost, and closes the files; an event after that opens them again.
   */
  public static void drain() {
    try {
      ProviderRegistry.getLoggingProvider().shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns tinylog's configuration. Libraries log warnings and errors at most. */
  static Map<String, String> properties(AgentConfig settings, Path logDirectory, String journal) {
    Map<String, String> properties = new HashMap<>();
    boolean quiet = settings.logLevel() == LogLevel.ERROR;
    properties.put("level", quiet ? "error" : "warn");
    properties.put("level@io.rubik", settings.logLevel().name().toLowerCase(Locale.ROOT));
    properties.put("autoshutdown", "false");
    properties.put("writer", "rubik");
    if (settings.logDriver() == LogDriver.FILE) {
      properties.put("writer." + RubikWriter.DIRECTORY, logDirectory.toUri().toString());
      properties.put(
          "writer." + RubikWriter.SIZE_MEBIBYTES, Integer.toString(settings.logSizeMebibytes()));
    }
    properties.put("writer." + RubikWriter.JOURNAL_STREAM, journal);
    return properties;
  }

  /** okhttp logs through java.util.logging, whose default handler prints to standard error. */
  private static void silenceJavaLogging() {
    LogManager manager = LogManager.getLogManager();
    manager.reset();
    manager.getLogger("").setLevel(Level.OFF);
  }
}
