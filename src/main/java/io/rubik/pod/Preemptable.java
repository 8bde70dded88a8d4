package io.rubik.pod;

import java.util.Map;

/** The one rule that tells offline pods from online ones. */
enum Preemptable {
  ONLINE,
  OFFLINE,
  /** Neither "true" nor "false": taken as online. */
  UNCLEAR;

  /** Returns what the annotation says, or where there is none, the label of the same key. */
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
