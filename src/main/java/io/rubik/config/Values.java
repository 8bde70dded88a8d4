package io.rubik.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.rubik.text.SafeText;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a value of the configuration is, and how it is shown. */
final class Values {

  private Values() {}

  /** Returns the number, empty when its exponent is beyond all reason: Gson refuses those. */
  static Optional<BigDecimal> decimal(JsonPrimitive primitive) {
    try {
      return Optional.of(primitive.getAsBigDecimal());
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Returns whether the text is a path from the root, without {@code ..} in it. */
  static boolean isAbsolutePath(String text) {
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

  /** Returns the value as JSON, or how it begins. */
  static String shown(JsonElement value) {
    String text = isString(value) ? "\"" + value.getAsString() + "\"" : value.toString();
    return SafeText.shortened(text, Problems.MAX_SHOWN);
  }

  static boolean isString(JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isString();
  }

  static boolean isText(JsonElement element, String pattern) {
    return isString(element) && element.getAsString().matches(pattern);
  }

  static String withoutQuotes(JsonElement element, String pattern) {
    return isText(element, pattern) ? "; write it without quotes" : "";
  }

  static boolean isOneOf(JsonElement element, String... names) {
    return isString(element) && List.of(names).contains(element.getAsString());
  }

  static <E extends Enum<E>> Optional<E> constant(JsonElement element, Class<E> type) {
    return isString(element)
        ? ConstantName.constant(element.getAsString(), type)
        : Optional.empty();
  }
}
