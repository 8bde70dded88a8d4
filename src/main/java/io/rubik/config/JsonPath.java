package io.rubik.config;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where in a JSON document a value is: {@code $.agent.enabledFeatures[2]}. */
final class JsonPath {

  private final Deque<String> steps = new ArrayDeque<>();

  /** Goes to the value of a key. */
  void enter(String key) {
    steps.addLast("." + key);
  }

  /** Goes to an element of a list. */
  void enter(int index) {
    steps.addLast("[" + index + "]");
  }

  /** Goes back to what holds this value. */
  void leave() {
    steps.removeLast();
  }

  /** Returns how many values hold this one. */
  int depth() {
    return steps.size();
  }

  @Override
  public String toString() {
    return "$" + String.join("", steps);
  }
}
