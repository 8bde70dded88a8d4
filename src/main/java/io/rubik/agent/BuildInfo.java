package io.rubik.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * What this rubik was built from.
 *
 * @param commit the Git commit, or {@code unknown}
 * @param built the time of that commit in UTC, so that a build can be repeated to the byte
 */
public record BuildInfo(String version, String release, String commit, String built) {

  /** Returns the build information in the jar. */
  public static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      properties.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildInfo(
        value(properties, "version"),
        value(properties, "release"),
        value(properties, "commit"),
        value(properties, "built"));
  }

  /** Outside a Git checkout the build leaves the placeholder. */
  private static String value(Properties properties, String key) {
    String value = properties.getProperty(key, "");
    return value.isEmpty() || value.startsWith("$") ? "unknown" : value;
  }

  /** Returns what {@code rubik -v} prints; the value is the last word of each line. */
  public String text() {
    return """
    Version:       %s
    Release:       %s
    Java Version:  %s
    Git Commit:    %s
    Built:         %s
    OS/Arch:       %s/%s
    """
        .formatted(
            version,
            release,
            System.getProperty("java.version"),
            commit,
            built,
            System.getProperty("os.name").toLowerCase(Locale.ROOT),
            System.getProperty("os.arch"));
  }
}
