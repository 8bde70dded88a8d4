package io.rubik.kube;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads JSON field by field. A value of a type other than asked for is skipped and noted as a
 * problem, one that is null counts as absent; only text that is no JSON makes reading fail.
 */
final class FieldReader {

  private final JsonReader json;
  private String problem = "";

  FieldReader(Reader text) {
    json = new JsonReader(text);
    json.setStrictness(Strictness.STRICT);
  }

  /** Reads or skips the value of the field, or the element, it is called for. */
  interface Visitor {
    void visit(String name) throws IOException;
  }

  /** Calls the visitor for each field of an object; returns whether there is an object. */
  boolean object(Visitor visitor) throws IOException {
    if (!isNext(JsonToken.BEGIN_OBJECT, "an object")) {
      return false;
    }
    json.beginObject();
    while (json.hasNext()) {
      visitor.visit(json.nextName());
    }
    json.endObject();
    return true;
  }

  /** Calls the visitor, without a name, for each element; returns whether there is an array. */
  boolean array(Visitor visitor) throws IOException {
    if (!isNext(JsonToken.BEGIN_ARRAY, "an array")) {
      return false;
    }
    json.beginArray();
    while (json.hasNext()) {
      visitor.visit("");
    }
    json.endArray();
    return true;
  }

  /** Returns a string, empty when there is none. */
  String text() throws IOException {
    return isNext(JsonToken.STRING, "a string") ? json.nextString() : "";
  }

  /** Returns a string or a number as it is written, empty when there is neither. */
  String scalar() throws IOException {
    return json.peek() == JsonToken.NUMBER ? json.nextString() : text();
  }

  /** Reads what a pod can do without: what is wrong in it is not noted as a problem. */
  void leniently(Visitor reader) throws IOException {
    String before = problem;
    reader.visit("");
    problem = before;
  }

  /** Returns a whole number, 0 when there is none. */
  int number() throws IOException {
    if (!isNext(JsonToken.NUMBER, "a number")) {
      return 0;
    }
    try {
      return json.nextInt();
    } catch (NumberFormatException e) {
      note("a whole number");
      json.skipValue();
      return 0;
    }
  }

  /** Skips a value and returns whether it is an object. */
  boolean skippedObject() throws IOException {
    boolean object = isNext(JsonToken.BEGIN_OBJECT, "an object");
    if (object) {
      json.skipValue();
    }
    return object;
  }

  /** Skips a value, whatever it is. */
  void skip() throws IOException {
    json.skipValue();
  }

  /** Returns whether the value that comes next is null. */
  boolean isNull() throws IOException {
    return json.peek() == JsonToken.NULL;
  }

  /** Fails unless the text ends here. */
  void end() throws IOException {
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw new IOException("something follows the end of the JSON");
    }
  }

  /** Returns what was wrong first since the last call, empty when nothing was. */
  String takeProblem() {
    String taken = problem;
    problem = "";
    return taken;
  }

  private boolean isNext(JsonToken wanted, String name) throws IOException {
    JsonToken next = json.peek();
    if (next == wanted) {
      return true;
    }
    if (next == JsonToken.END_DOCUMENT) {
      throw new EOFException("the JSON ends early");
    }
    if (next != JsonToken.NULL) {
      note(name);
    }
    json.skipValue();
    return false;
  }

  private void note(String wanted) {
    if (problem.isEmpty()) {
      problem = json.getPath() + " is not " + wanted;
    }
  }
}
