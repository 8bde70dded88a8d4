package io.rubik.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.rubik.text.SafeText;
import java.io.IOException;
import java.io.Serial;
import java.io.StringReader;

/** Parses JSON as RFC 8259 has it: no comments, no trailing commas, no key twice. */
final class JsonText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** A value takes up to 50 times its text in memory. */
  private static final int MAX_VALUES = 20_000;

  private final JsonReader reader;
  private int values;

  private JsonText(JsonReader reader) {
    this.reader = reader;
  }

  /** JSON text with an error; the message gives line and column. */
  static final class SyntaxException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }

    SyntaxException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Returns the object the text holds. */
  static JsonObject parse(String text) throws SyntaxException {
    if (text.isBlank() || text.strip().equals(BYTE_ORDER_MARK)) {
      throw new SyntaxException("is empty; it must hold a JSON object, {} at the least");
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new SyntaxException("must hold a JSON object, {...}" + place(reader));
      }
      JsonObject object = new JsonText(reader).object();
      requireEnd(reader);
      return object;
    } catch (IOException | IllegalStateException e) {
      throw new SyntaxException("is not valid JSON" + place(reader));
    }
  }

  private static void requireEnd(JsonReader reader) throws SyntaxException {
    try {
      JsonToken _ = reader.peek(); // fails unless it is the end
    } catch (IOException e) {
      throw new SyntaxException("has text after the JSON object" + place(reader), e);
    }
  }

  /** The reader's own text ends in "at line 3 column 7 path $.agent". */
  private static String place(JsonReader reader) {
    String text = reader.toString();
    int start = text.indexOf(" at line ");
    int path = text.indexOf("$", start);
    return text.substring(start, path)
        + SafeText.shortened(text.substring(path), Problems.MAX_SHOWN);
  }

  private JsonElement value() throws IOException, SyntaxException {
    if (++values > MAX_VALUES) {
      throw new SyntaxException("has more than " + MAX_VALUES + " values" + place(reader));
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object();
      case BEGIN_ARRAY -> array();
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(reader.nextString()));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT ->
          throw new SyntaxException("is not valid JSON" + place(reader));
    };
  }

  private JsonObject object() throws IOException, SyntaxException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        throw new SyntaxException(
            "has the key \""
                + SafeText.shortened(name, Problems.MAX_SHOWN)
                + "\" twice"
                + place(reader));
      }
      object.add(name, value());
    }
    reader.endObject();
    return object;
  }

  private JsonArray array() throws IOException, SyntaxException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(value());
    }
    reader.endArray();
    return array;
  }
}
