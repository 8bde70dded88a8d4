package io.rubik.kube.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON field by field. A value of an unexpected type is skipped and noted as a problem, null
 * counts as absent; only malformed JSON makes reading fail.
 */
public final class FieldReader {

  /** More than any text that is read whole: names have 253 bytes, IDs of containers 140. */
  private static final int MAX_TEXT_BYTES = 256;

  private final JsonScanner json;

  /** The names and indexes that lead to the current value. */
  private final List<Object> path = new ArrayList<>();

  private String problem = "";
  private boolean hasText;
  private boolean skipsRest;

  /** Reads UTF-8 from a stream. */
  FieldReader(InputStream text) {
    json = new JsonScanner(text);
  }

  /** Reads UTF-8. */
  public FieldReader(byte[] text) {
    json = new JsonScanner(text);
  }

  /** Reads or skips the value of a field or an element. */
  public interface Visitor {

    /** Reads or skips one value; the name is empty for an element of an array. */
    void visit(String name) throws IOException;
  }

  /** Calls the visitor for each field of an object; returns whether there is an object. */
  public boolean object(Visitor visitor) throws IOException {
    if (!isNext('{', "an object")) {
      return false;
    }
    for (boolean more = json.begin(); more; more = json.more()) {
      String name = json.name();
      path.add(name);
      visitor.visit(name);
      path.removeLast();
      if (skipsRest) {
        skipsRest = false;
        json.skipFields();
        break;
      }
    }
    json.end();
    return true;
  }

  /** From the visitor of a field: those after it in the same object are of no interest. */
  void skipRest() {
    skipsRest = true;
  }

  /** Calls the visitor, without a name, for each element; returns whether there is an array. */
  boolean array(Visitor visitor) throws IOException {
    if (!isNext('[', "an array")) {
      return false;
    }
    int index = 0;
    for (boolean more = json.begin(); more; more = json.more()) {
      path.add(index++);
      visitor.visit("");
      path.removeLast();
    }
    json.end();
    return true;
  }

  /** Returns a string, empty when the value is not one or has more than 256 bytes of UTF-8. */
  public String text() throws IOException {
    return text(MAX_TEXT_BYTES);
  }

  /** Returns a string, empty when the value is not one or has more bytes of UTF-8. */
  public String text(int maxBytes) throws IOException {
    String text = beginning(maxBytes);
    if (isCut()) {
      note("a string of at most " + maxBytes + " bytes");
      return "";
    }
    return text;
  }

  /** Returns a string, of a longer one the beginning, empty when the value is not one. */
  String beginning(int maxBytes) throws IOException {
    hasText = isNext('"', "a string");
    return hasText ? json.string(maxBytes) : "";
  }

  /** Returns whether of the last string only the beginning was returned. */
  boolean isCut() {
    return hasText && json.isCut();
  }

  /**
   * Returns a string, or a number as it is written, empty when the value is neither; of more than
   * 256 bytes the beginning.
   */
  String scalar() throws IOException {
    return isNumber(json.peek()) ? json.number(MAX_TEXT_BYTES) : beginning(MAX_TEXT_BYTES);
  }

  /** Reads an optional part: a wrong type in it is not noted as a problem. */
  void leniently(Visitor reader) throws IOException {
    String before = problem;
    reader.visit("");
    problem = before;
  }

  /** Returns an integer, 0 when the value is not one. */
  int number() throws IOException {
    int next = json.peek();
    if (!isNext(isNumber(next) ? next : '0', "a number")) {
      return 0;
    }
    try {
      return Integer.parseInt(json.number(MAX_TEXT_BYTES));
    } catch (NumberFormatException e) {
      note("an integer");
      return 0;
    }
  }

  /** Skips a value and returns whether it is an object. */
  boolean skippedObject() throws IOException {
    boolean object = isNext('{', "an object");
    if (object) {
      json.skip();
    }
    return object;
  }

  /** Skips a value of any type. */
  public void skip() throws IOException {
    json.skip();
  }

  /** Returns whether the next value is null. */
  boolean isNull() throws IOException {
    return json.peek() == 'n';
  }

  /** Fails unless the text ends here. */
  public void end() throws IOException {
    if (json.peek() != JsonScanner.END) {
      throw new IOException("trailing data after the JSON value");
    }
  }

  /** Returns the first problem since the last call, empty when there was none. */
  public String takeProblem() {
    String taken = problem;
    problem = "";
    return taken;
  }

  private boolean isNext(int wanted, String name) throws IOException {
    int next = json.peek();
    if (next == wanted) {
      return true;
    }
    if (next == JsonScanner.END) {
      throw new EOFException("the JSON ends early");
    }
    if (next != 'n') {
      note(name);
    }
    json.skip();
    return false;
  }

  private static boolean isNumber(int first) {
    return first == '-' || (first >= '0' && first <= '9');
  }

  private void note(String wanted) {
    if (problem.isEmpty()) {
      problem = path() + " is not " + wanted;
    }
  }

  /** Returns the path as {@code $.items[0].metadata.name}. */
  private String path() {
    StringBuilder text = new StringBuilder("$");
    for (Object step : path) {
      if (step instanceof Integer) {
        text.append('[').append(step).append(']');
      } else {
        text.append('.').append(step);
      }
    }
    return text.toString();
  }
}
