package io.rubik.config;

import io.rubik.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything found wrong while the configuration is read, so that all of it is reported at once.
 */
public final class Problems {

  /** How many characters of a key or value are shown. */
  static final int MAX_SHOWN = 60;

  private final List<String> errors;
  private final List<String> warnings;
  private final String afterErrors;

  /** Starts without any. */
  public Problems() {
    this(new ArrayList<>(), new ArrayList<>(), "");
  }

  private Problems(List<String> errors, List<String> warnings, String afterErrors) {
    this.errors = errors;
    this.warnings = warnings;
    this.afterErrors = afterErrors;
  }

  /** Returns these, but what is added there as an error is a warning with that text behind it. */
  Problems asWarnings(String suffix) {
    return new Problems(warnings, warnings, suffix);
  }

  /** Adds what makes the configuration unusable: {@code path: what is wrong}. */
  public void error(String path, String message) {
    errors.add(SafeText.escaped(path + ": " + message + afterErrors));
  }

  /** Adds what is probably not meant, but does no harm. */
  public void warning(String path, String message) {
    warnings.add(SafeText.escaped(path + ": " + message));
  }

  /** Returns the warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Fails with all errors so far, if there are any; the warnings follow them. */
  public void throwIfErrors() throws ConfigException {
    if (!errors.isEmpty()) {
      throw new ConfigException(
          Stream.concat(errors.stream(), warnings.stream().map("warning: "::concat)).toList());
    }
  }
}
