package io.rubik.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the constants of an enum are written in the configuration. */
final class ConstantName {

  private ConstantName() {}

  /** Returns the name: {@code dynLevel} for {@code DYN_LEVEL}, or its text where it has another. */
  static String of(Enum<?> constant) {
    if (!constant.toString().equals(constant.name())) {
      return constant.toString();
    }
    String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }

  /** Returns the constant of a name, empty when there is none. */
  static <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(name))
        .findFirst();
  }

  /** Returns all names, for messages. */
  static String all(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(ConstantName::of)
        .collect(Collectors.joining(", "));
  }
}
