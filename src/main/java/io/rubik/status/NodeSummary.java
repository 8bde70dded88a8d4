package io.rubik.status;

import io.rubik.control.ExternalChanges;
import io.rubik.pod.PodCount;
import java.util.List;

/**
 * The state of the node in a few figures, which cost next to nothing to collect.
 *
 * @param isReady whether every pod of the first list has been handled
 * @param features the names of those that run
 * @param note what else the administrator should know, empty when nothing
 */
public record NodeSummary(
    boolean isReady,
    PodCount pods,
    List<String> features,
    PodSource source,
    ExternalChanges.Summary changes,
    String note) {

  /** Copies the list. */
  public NodeSummary {
    features = List.copyOf(features);
  }

  /** Returns one line for the administrator: pods, features, and how old that information is. */
  public String line() {
    if (!isReady) {
      return source.isSynced()
          ? "starting: the features are handling " + pods
          : "starting: no pods received from the API server for " + source.age().toSeconds() + " s";
    }
    return pods
        + "; "
        + (features.isEmpty() ? "no features" : String.join(", ", features))
        + "; API server "
        + source
        + text(changes)
        + (note.isEmpty() ? "" : "; " + note);
  }

  private static String text(ExternalChanges.Summary changes) {
    return (changes.restored() == 0
            ? ""
            : "; changes by other processes reverted: " + changes.restored())
        + (changes.conflicts() == 0
            ? ""
            : "; controls in CONFLICT, see the log: " + changes.conflicts());
  }
}
