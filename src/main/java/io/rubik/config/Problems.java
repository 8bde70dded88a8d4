package io.rubik.config;

import io.rubik.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything found wrong while the configuration is read, so that all of it is reported at once.
 */
public final class Problems {

  /** How many characters of a key or value are shown. */
  static final int MAX_SHOWN = 60;

  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Adds what makes the configuration unusable: {@code path: what is wrong}. */
  public void error(String path, String message) {
    errors.add(path + ": " + message);
  }

  /** Adds what is probably not meant, but does no harm. */
  public void warning(String path, String message) {
    warnings.add(SafeText.escaped(path + ": " + message));
  }

  /** Returns the warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Fails with all errors so far, if there are any. */
  public void throwIfErrors() throws ConfigException {
    if (!errors.isEmpty()) {
      throw new ConfigException(errors);
    }
  }
}
