package io.rubik.config;

import java.util.Optional;
import java.util.function.Function;

/** Reads the settings of a section that is written down in a test. */
public final class SectionFixture {

  private SectionFixture() {}

  /** Returns the settings of the section {@code name}; fails with all errors. */
  public static <S> S read(String name, String json, Function<Section, S> settings)
      throws ConfigException {
    Problems problems = new Problems();
    Section root;
    try {
      root = Section.root(JsonText.parse("{\"" + name + "\": " + json + "}"), problems);
    } catch (JsonText.SyntaxException e) {
      throw new IllegalArgumentException(e);
    }
    Optional<Section> section = root.section(name);
    S read = settings.apply(section.orElseThrow());
    problems.throwIfErrors();
    return read;
  }
}
