package io.rubik.config;

import io.rubik.text.SafeText;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every reason. */
public final class ConfigException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /** The message has one line for each error. */
  public ConfigException(List<String> errors) {
    super(errors.stream().map(SafeText::escaped).collect(Collectors.joining("\n")));
  }
}
