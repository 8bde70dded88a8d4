package io.rubik.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

/** Gives each test the section of a text, and the problems found in it. */
abstract class WithSection {

  final Problems problems = new Problems();

  Section section(String json) {
    try {
      return Section.root(JsonText.parse(json), problems);
    } catch (JsonText.SyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  String errors() {
    ConfigException e = assertThrows(ConfigException.class, problems::throwIfErrors);
    return String.valueOf(e.getMessage());
  }
}
