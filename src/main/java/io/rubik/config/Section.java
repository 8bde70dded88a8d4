package io.rubik.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A JSON object of the configuration. Reading a setting that is wrong adds an error and returns the
 * default, so that reading goes on and every error is found.
 */
public final class Section {

  private final SectionKeys keys;
  private final Problems problems;
  private final List<Section> children = new ArrayList<>();

  private Section(SectionKeys keys, Problems problems) {
    this.keys = keys;
    this.problems = problems;
  }

  /** Returns the section that is the whole document. */
  static Section root(JsonObject object, Problems problems) {
    return new Section(new SectionKeys("", object, problems), problems);
  }

  /** Returns the section of that key, empty when there is none or it is not an object. */
  public Optional<Section> section(String key) {
    return child(key, problems);
  }

  /** Returns the section of that key; where there is none, one without settings. */
  public Section sectionOrEmpty(String key) {
    return section(key).orElseGet(() -> child(key, new JsonObject(), problems));
  }

  /**
   * Returns the section of that key, empty when there is none. Nothing uses it, so that whatever is
   * wrong in it is a warning.
   *
   * @param why there is no use for it, for the warnings
   */
  public Optional<Section> unusedSection(String key, String why) {
    return child(key, problems.asWarnings("; not used, since " + why));
  }

  private Optional<Section> child(String key, Problems found) {
    Optional<JsonElement> element = keys.find(key);
    if (element.isPresent() && !element.get().isJsonObject()) {
      found.error(keys.pathOf(key), Values.shown(element.get()) + " is not an object, {...}");
    }
    return element
        .filter(JsonElement::isJsonObject)
        .map(object -> child(key, object.getAsJsonObject(), found));
  }

  private Section child(String key, JsonObject value, Problems found) {
    Section child = new Section(new SectionKeys(keys.pathOf(key), value, found), found);
    children.add(child);
    return child;
  }

  /** Returns a whole number between the limits, the default when it is absent or wrong. */
  public int integer(String key, int min, int max, int defaultValue) {
    Optional<JsonElement> element = keys.find(key);
    if (element.isEmpty()) {
      return defaultValue;
    }
    if (!(element.get() instanceof JsonPrimitive primitive) || !primitive.isNumber()) {
      String hint = Values.withoutQuotes(element.get(), "-?[0-9]+([.][0-9]+)?");
      wrong(key, element.get(), "is not a whole number in " + min + ".." + max + hint);
      return defaultValue;
    }
    Optional<BigDecimal> number = Values.decimal(primitive);
    if (number.isEmpty()
        || number.get().compareTo(BigDecimal.valueOf(min)) < 0
        || number.get().compareTo(BigDecimal.valueOf(max)) > 0) {
      wrong(key, primitive, "is outside " + min + ".." + max);
      return defaultValue;
    }
    if (number.get().stripTrailingZeros().scale() > 0) {
      wrong(key, primitive, "is not a whole number in " + min + ".." + max);
      return defaultValue;
    }
    return number.get().intValue();
  }

  /** Returns true or false, the default when it is absent or wrong. */
  public boolean bool(String key, boolean defaultValue) {
    Optional<JsonElement> element = keys.find(key);
    if (element.isEmpty()) {
      return defaultValue;
    }
    if (!(element.get() instanceof JsonPrimitive primitive) || !primitive.isBoolean()) {
      String hint = Values.withoutQuotes(element.get(), "true|false");
      wrong(key, element.get(), "is neither true nor false" + hint);
      return defaultValue;
    }
    return primitive.getAsBoolean();
  }

  /** Returns an absolute path, the default when it is absent or wrong. */
  public String absolutePath(String key, String defaultValue) {
    Optional<JsonElement> element = keys.find(key);
    if (element.isEmpty()) {
      return defaultValue;
    }
    if (!Values.isString(element.get()) || !Values.isAbsolutePath(element.get().getAsString())) {
      wrong(key, element.get(), "is not an absolute path, such as \"" + defaultValue + "\"");
      return defaultValue;
    }
    return element.get().getAsString();
  }

  /**
   * Returns a constant by its name, {@code dynLevel} for {@code DYN_LEVEL}; the default when it is
   * absent or wrong.
   */
  public <E extends Enum<E>> E choice(String key, E defaultValue) {
    return keys.find(key)
        .flatMap(element -> choice(key, element, defaultValue.getDeclaringClass()))
        .orElse(defaultValue);
  }

  /** Returns a constant as above; empty text means the default too. */
  public <E extends Enum<E>> E choiceOrBlank(String key, E defaultValue) {
    return keys.find(key)
        .filter(element -> !Values.isText(element, ""))
        .flatMap(element -> choice(key, element, defaultValue.getDeclaringClass()))
        .orElse(defaultValue);
  }

  /** Returns a constant by its name, empty when it is absent or wrong, which is an error. */
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    Optional<JsonElement> element = keys.find(key);
    if (element.isEmpty()) {
      problems.error(keys.pathOf(key), "is missing; it must be one of " + ConstantName.all(type));
    }
    return element.flatMap(value -> choice(key, value, type));
  }

  private <E extends Enum<E>> Optional<E> choice(String key, JsonElement value, Class<E> type) {
    Optional<E> constant = Values.constant(value, type);
    if (constant.isEmpty()) {
      wrong(key, value, "is not one of " + ConstantName.all(type));
    }
    return constant;
  }

  /**
   * Returns the constants of a list that must have at least one, without repetition; empty when it
   * is absent or wrong, which is an error.
   *
   * @param notYet names that later versions have, which are refused with a message of their own
   */
  public <E extends Enum<E>> List<E> choices(String key, Class<E> type, String... notYet) {
    Optional<JsonElement> element = keys.find(key);
    if (element.isEmpty()) {
      problems.error(
          keys.pathOf(key), "is missing; it must be a list of " + ConstantName.all(type));
      return List.of();
    }
    if (!(element.get() instanceof JsonArray array) || array.isEmpty()) {
      wrong(key, element.get(), "is not a list of at least one of " + ConstantName.all(type));
      return List.of();
    }
    List<E> constants = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      Optional<E> constant = Values.constant(array.get(i), type);
      if (Values.isOneOf(array.get(i), notYet)) {
        wrong(item(key, i), array.get(i), "is not available in this version");
      } else if (constant.isEmpty()) {
        wrong(item(key, i), array.get(i), "is not one of " + ConstantName.all(type));
      } else if (constants.contains(constant.get())) {
        wrong(item(key, i), array.get(i), "is listed twice");
      } else {
        constants.add(constant.get());
      }
    }
    return constants;
  }

  /** Returns the strings of a list, none when it is absent or wrong. */
  public List<String> strings(String key) {
    Optional<JsonElement> element = keys.find(key);
    if (element.isEmpty()) {
      return List.of();
    }
    if (!(element.get() instanceof JsonArray array)) {
      wrong(key, element.get(), "is not a list of strings");
      return List.of();
    }
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (Values.isString(array.get(i))) {
        strings.add(array.get(i).getAsString());
      } else {
        wrong(item(key, i), array.get(i), "is not a string");
      }
    }
    return strings;
  }

  /** Adds an error for a string of this section, which is shown. */
  public void reject(String key, String value, String message) {
    wrong(key, new JsonPrimitive(value), message);
  }

  /** Adds an error for a value of this section. */
  public void reject(String key, String message) {
    problems.error(keys.pathOf(key), message);
  }

  /** Returns whether the key is there with another value than null; it counts as known. */
  boolean has(String key) {
    return keys.find(key).isPresent();
  }

  /** Adds a warning about several keys of this section. */
  void warn(String subject, String message) {
    problems.warning(keys.pathOf(subject), message);
  }

  /** Says that a key is known, though this version has no use for its value. */
  public void ignore(String key) {
    if (has(key)) {
      problems.warning(keys.pathOf(key), "not available in this version, ignored");
    }
  }

  /** Warns of every key that has not been read, here and in the sections below. */
  public void warnOfUnknownKeys() {
    keys.warnOfUnread(children.stream().map(child -> child.keys).toList());
    children.forEach(Section::warnOfUnknownKeys);
  }

  private void wrong(String key, JsonElement value, String message) {
    problems.error(keys.pathOf(key), Values.shown(value) + " " + message);
  }

  private static String item(String key, int index) {
    return key + "[" + index + "]";
  }
}
