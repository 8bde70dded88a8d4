package io.rubik.config;

import io.rubik.text.SafeText;
import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every reason. */
public final class ConfigException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /** The message has one line for each error. */
  public ConfigException(List<String> errors) {
    super(errors.stream().map(SafeText::escaped).collect(Collectors.joining("\n")));
  }

  /** Returns the same, with each line naming the file that is to be edited. */
  public ConfigException in(Path file) {
    Path edited = ConfigFile.edited(file);
    return new ConfigException(
        String.valueOf(getMessage()).lines().map(line -> edited + ": " + line).toList());
  }
}
