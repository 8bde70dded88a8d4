package io.rubik.pod;

import java.util.Map;

/** The one rule that separates offline pods from online ones. */
enum Preemptable {
  ONLINE,
  OFFLINE,
  /** Neither "true" nor "false": taken as online. */
  UNCLEAR;

  /** Decides by the annotation, or where there is none, by the label of the same key. */
  static Preemptable of(Map<String, String> annotations, Map<String, String> labels) {
    return switch (value(annotations, labels)) {
      case "true" -> OFFLINE;
      case "false" -> ONLINE;
      default -> UNCLEAR;
    };
  }

  /** Returns the value that counts, {@code false} when there is none. */
  static String value(Map<String, String> annotations, Map<String, String> labels) {
    String label = labels.getOrDefault(PodKeys.PREEMPTABLE, "false");
    return annotations.getOrDefault(PodKeys.PREEMPTABLE, label);
  }
}
