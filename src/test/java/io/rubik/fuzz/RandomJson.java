package io.rubik.fuzz;

import io.rubik.testing.HostileText;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes JSON as text, so that it can be wrong in every way: keys twice, lone surrogates. */
final class RandomJson {

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "-1",
          "1e999999999",
          "1E-400",
          "9223372036854775808",
          "0.1",
          "2147483648");
  private static final int[] DEPTHS = {3, 100, 254, 255, 256, 5000};

  private final RandomGenerator random;
  private final HostileText text;

  RandomJson(RandomGenerator random) {
    this.random = random;
    this.text = new HostileText(random);
  }

  /** Returns a string, its special characters escaped, the others at times. */
  String string(String value) {
    boolean all = random.nextInt(8) == 0;
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (all || c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** Returns a member of an object: mostly the value given, at times nothing, another or two. */
  String member(String name, String value) {
    String sound = string(name) + ":" + value;
    return switch (random.nextInt(40)) {
      case 0 -> "";
      case 1 -> string(name) + ":" + any();
      case 2 -> sound + "," + string(name) + ":" + any();
      case 3 -> string(name) + ":" + any() + "," + sound;
      case 4 -> string(name) + ":null";
      case 5 -> string(text.next()) + ":" + any() + "," + sound;
      default -> sound;
    };
  }

  /** Returns an object of these members, those that are empty left out. */
  static String object(List<String> members) {
    List<String> there = new ArrayList<>(members);
    there.removeIf(String::isEmpty);
    return "{" + String.join(",", there) + "}";
  }

  /** Returns an array of these elements. */
  static String array(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  /** Returns a value of any type, at times a very deep one. */
  String any() {
    return switch (random.nextInt(10)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> number();
      case 3 -> "{}";
      case 4 -> "[" + any() + "," + any() + "]";
      case 5 -> "{" + string(text.next()) + ":" + any() + "}";
      case 6 -> random.nextInt(10) == 0 ? deep() : "[]";
      default -> string(text.next());
    };
  }

  /** Returns a number, whole or not, at times beyond all reason. */
  String number() {
    return NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  private String deep() {
    int depth = DEPTHS[random.nextInt(DEPTHS.length)];
    return random.nextBoolean()
        ? "[".repeat(depth) + "]".repeat(depth)
        : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }
}
