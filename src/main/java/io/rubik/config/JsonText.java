package io.rubik.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import io.rubik.text.SafeText;
import java.io.Serial;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Parses JSON as RFC 8259 has it: no comments, no trailing commas, no key twice. An error says what
 * is missing or too much, and where; Gson's own names neither, and is often a column off.
 */
final class JsonText {

  /** How deep objects and lists may be in one another. */
  private static final int MAX_DEPTH = 255;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final JsonCursor in;
  private final JsonPath path = new JsonPath();

  private JsonText(String text) {
    this.in = new JsonCursor(text);
  }

  /** JSON text with an error; the message gives line and column. */
  static final class SyntaxException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }

  /** Returns the object the text holds. */
  static JsonObject parse(String text) throws SyntaxException {
    if (text.isBlank()) {
      throw new SyntaxException("is empty; it must hold a JSON object, {} at the least");
    }
    return new JsonText(text).document();
  }

  private JsonObject document() throws SyntaxException {
    in.skipBlanks();
    if (!in.take('{')) {
      throw unexpected("must hold a JSON object, {...}");
    }
    JsonObject object = object();
    in.skipBlanks();
    if (!in.atEnd()) {
      throw unexpected("has text after the JSON object");
    }
    return object;
  }

  private JsonElement value() throws SyntaxException {
    in.skipBlanks();
    if (path.depth() > MAX_DEPTH) {
      throw error("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (in.take('{')) {
      return object();
    }
    if (in.take('[')) {
      return array();
    }
    return in.peek() == '"' ? new JsonPrimitive(string()) : literal();
  }

  private JsonObject object() throws SyntaxException {
    JsonObject object = new JsonObject();
    in.skipBlanks();
    for (boolean more = !in.take('}'); more; more = hasMore('}')) {
      String name = key(object);
      path.enter(name);
      in.skipBlanks();
      require(':', "a colon");
      object.add(name, value());
      path.leave();
    }
    return object;
  }

  private String key(JsonObject object) throws SyntaxException {
    if (in.peek() != '"') {
      throw missing("a key in double quotes");
    }
    int start = in.mark();
    String name = string();
    if (object.has(name)) {
      in.backTo(start);
      String shown = SafeText.shortened(name, Problems.MAX_SHOWN);
      throw new SyntaxException("has the key \"" + shown + "\" twice" + place());
    }
    return name;
  }

  private JsonArray array() throws SyntaxException {
    JsonArray array = new JsonArray();
    in.skipBlanks();
    for (boolean more = !in.take(']'); more; more = hasMore(']')) {
      path.enter(array.size());
      array.add(value());
      path.leave();
    }
    return array;
  }

  /** Goes past the comma or the end, and returns whether it was a comma. */
  private boolean hasMore(char end) throws SyntaxException {
    in.skipBlanks();
    if (in.take(end)) {
      return false;
    }
    require(',', "a comma or " + end);
    in.skipBlanks();
    if (in.peek() == end) {
      throw error("there is a comma before " + end);
    }
    return true;
  }

  private JsonElement literal() throws SyntaxException {
    int start = in.mark();
    String word = in.word();
    if (NUMBER.matcher(word).matches()) {
      return new JsonPrimitive(new LazilyParsedNumber(word));
    }
    return switch (word) {
      case "true" -> new JsonPrimitive(true);
      case "false" -> new JsonPrimitive(false);
      case "null" -> JsonNull.INSTANCE;
      default -> {
        in.backTo(start);
        throw word.isEmpty()
            ? missing("a value")
            : error(
                in.shown() + " is no number, true, false or null; text is put in double quotes");
      }
    };
  }

  private String string() throws SyntaxException {
    StringBuilder text = new StringBuilder();
    in.take('"');
    while (!in.take('"')) {
      int c = in.peek();
      if (in.atEnd() || c == '\n' || c == '\r') {
        throw error("the text has no closing double quote on this line");
      }
      if (c < ' ') {
        throw error("the control character " + SafeText.escape(c) + " must be escaped in text");
      }
      text.append(in.take('\\') ? escaped() : (char) in.next());
    }
    return text.toString();
  }

  private char escaped() throws SyntaxException {
    if (in.take('u')) {
      return hexadecimal();
    }
    int index = "\"\\/bfnrt".indexOf(in.peek());
    if (index < 0) {
      throw error("a backslash in text must be doubled");
    }
    in.next();
    return "\"\\/\b\f\n\r\t".charAt(index);
  }

  private char hexadecimal() throws SyntaxException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      if (!HexFormat.isHexDigit(in.peek())) {
        throw error("the number of a character has four hexadecimal digits");
      }
      unit = (unit << 4) | HexFormat.fromHexDigit(in.next());
    }
    return (char) unit;
  }

  private void require(char expected, String what) throws SyntaxException {
    if (!in.take(expected)) {
      throw missing(what);
    }
  }

  private SyntaxException missing(String what) {
    return error(
        in.stranger()
            .orElseGet(() ->
                in.atEnd()
                    ? what + " is missing at the end"
                    : what + " is missing before " + in.shown()));
  }

  /** Names what is in no JSON; fails with the message where something else is out of place. */
  private SyntaxException unexpected(String message) {
    return in.stranger().map(this::error).orElseGet(() -> new SyntaxException(message + place()));
  }

  private SyntaxException error(String message) {
    return new SyntaxException("is not valid JSON" + place() + ": " + message);
  }

  private String place() {
    return " at " + in.place() + " path " + SafeText.shortened(path.toString(), Problems.MAX_SHOWN);
  }
}
