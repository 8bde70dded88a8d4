package io.rubik.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.rubik.text.SafeText;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object of the configuration. Reading a setting that is wrong adds an error and returns the
 * default, so that reading goes on and every error is found.
 */
public final class Section {

  private final String path;
  private final JsonObject object;
  private final Problems problems;
  private final Map<String, String> read = new LinkedHashMap<>();
  private final List<Section> children = new ArrayList<>();

  private Section(String path, JsonObject object, Problems problems) {
    this.path = path;
    this.object = object;
    this.problems = problems;
  }

  /** Returns the section that is the whole document. */
  static Section root(JsonObject object, Problems problems) {
    return new Section("", object, problems);
  }

  /** Returns the section of that key, empty when there is none or it is not an object. */
  public Optional<Section> section(String key) {
    Optional<JsonElement> element = find(key);
    if (element.isEmpty()) {
      return Optional.empty();
    }
    if (!element.get().isJsonObject()) {
      wrong(key, element.get(), "is not an object, {...}");
      return Optional.empty();
    }
    return Optional.of(child(key, element.get().getAsJsonObject()));
  }

  /** Returns the section of that key; where there is none, one without settings. */
  public Section sectionOrEmpty(String key) {
    return section(key).orElseGet(() -> child(key, new JsonObject()));
  }

  private Section child(String key, JsonObject value) {
    Section child = new Section(pathOf(key), value, problems);
    children.add(child);
    return child;
  }

  /** Returns a whole number between the limits, the default when it is absent or wrong. */
  public int integer(String key, int min, int max, int defaultValue) {
    Optional<JsonElement> element = find(key);
    if (element.isEmpty()) {
      return defaultValue;
    }
    if (!(element.get() instanceof JsonPrimitive primitive) || !primitive.isNumber()) {
      wrong(key, element.get(), "is not a whole number in " + min + ".." + max);
      return defaultValue;
    }
    Optional<BigDecimal> number = decimal(primitive);
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

  /** Returns the number, empty when its exponent is beyond all reason: Gson refuses those. */
  private static Optional<BigDecimal> decimal(JsonPrimitive primitive) {
    try {
      return Optional.of(primitive.getAsBigDecimal());
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Returns true or false, the default when it is absent or wrong. */
  public boolean bool(String key, boolean defaultValue) {
    Optional<JsonElement> element = find(key);
    if (element.isEmpty()) {
      return defaultValue;
    }
    if (!(element.get() instanceof JsonPrimitive primitive) || !primitive.isBoolean()) {
      wrong(key, element.get(), "is neither true nor false");
      return defaultValue;
    }
    return primitive.getAsBoolean();
  }

  /** Returns an absolute path, the default when it is absent or wrong. */
  public String absolutePath(String key, String defaultValue) {
    Optional<JsonElement> element = find(key);
    if (element.isEmpty()) {
      return defaultValue;
    }
    if (!isString(element.get()) || !isAbsolutePath(element.get().getAsString())) {
      wrong(key, element.get(), "is not an absolute path, such as \"" + defaultValue + "\"");
      return defaultValue;
    }
    return element.get().getAsString();
  }

  private static boolean isAbsolutePath(String text) {
    return text.startsWith("/") && !Arrays.asList(text.split("/")).contains("..") && isPath(text);
  }

  /** NUL is in no path, and letters the locale lacks, as all but ASCII in C, are in none either. */
  private static boolean isPath(String text) {
    try {
      return Path.of(text).isAbsolute();
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /**
   * Returns a constant by its name, {@code dynLevel} for {@code DYN_LEVEL}; the default when it is
   * absent or wrong.
   */
  public <E extends Enum<E>> E choice(String key, E defaultValue) {
    return find(key)
        .flatMap(element -> choice(key, element, defaultValue.getDeclaringClass()))
        .orElse(defaultValue);
  }

  /** Returns a constant by its name, empty when it is absent or wrong, which is an error. */
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    Optional<JsonElement> element = find(key);
    if (element.isEmpty()) {
      problems.error(pathOf(key), "is missing; it must be one of " + ConstantName.all(type));
    }
    return element.flatMap(value -> choice(key, value, type));
  }

  private <E extends Enum<E>> Optional<E> choice(String key, JsonElement value, Class<E> type) {
    Optional<E> constant = constant(value, type);
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
    Optional<JsonElement> element = find(key);
    if (element.isEmpty()) {
      problems.error(pathOf(key), "is missing; it must be a list of " + ConstantName.all(type));
      return List.of();
    }
    if (!(element.get() instanceof JsonArray array) || array.isEmpty()) {
      wrong(key, element.get(), "is not a list of at least one of " + ConstantName.all(type));
      return List.of();
    }
    List<E> constants = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      Optional<E> constant = constant(array.get(i), type);
      if (isOneOf(array.get(i), notYet)) {
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
    Optional<JsonElement> element = find(key);
    if (element.isEmpty()) {
      return List.of();
    }
    if (!(element.get() instanceof JsonArray array)) {
      wrong(key, element.get(), "is not a list of strings");
      return List.of();
    }
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (isString(array.get(i))) {
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
    problems.error(pathOf(key), message);
  }

  /** Says that a key is known, though this version has no use for its value. */
  public void ignore(String key) {
    if (find(key).isPresent()) {
      problems.warning(pathOf(key), "not available in this version, ignored");
    }
  }

  /** Warns of every key that has not been read, here and in the sections below. */
  public void warnOfUnknownKeys() {
    for (String key : object.keySet()) {
      if (!read.containsValue(key)) {
        String hint =
            Spelling.nearest(key, read.keySet())
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        problems.warning(
            pathOf(SafeText.shortened(key, Problems.MAX_SHOWN)), "unknown key, ignored" + hint);
      }
    }
    children.forEach(Section::warnOfUnknownKeys);
  }

  /** Finds a key; the same letters in another case are accepted with a warning. */
  private Optional<JsonElement> find(String key) {
    String given = object.has(key) ? key : otherCase(key);
    read.put(key, given);
    return Optional.ofNullable(object.get(given));
  }

  private String otherCase(String key) {
    for (String given : object.keySet()) {
      if (given.equalsIgnoreCase(key)) {
        problems.warning(pathOf(given), "read as " + key);
        return given;
      }
    }
    return key;
  }

  private void wrong(String key, JsonElement value, String message) {
    String text = isString(value) ? "\"" + value.getAsString() + "\"" : value.toString();
    problems.error(pathOf(key), SafeText.shortened(text, Problems.MAX_SHOWN) + " " + message);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String item(String key, int index) {
    return key + "[" + index + "]";
  }

  private static boolean isString(JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isString();
  }

  private static boolean isOneOf(JsonElement element, String... names) {
    return isString(element) && List.of(names).contains(element.getAsString());
  }

  private static <E extends Enum<E>> Optional<E> constant(JsonElement element, Class<E> type) {
    return isString(element)
        ? ConstantName.constant(element.getAsString(), type)
        : Optional.empty();
  }
}
