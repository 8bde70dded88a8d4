package io.rubik.status;

import io.rubik.control.ExternalChanges;
import io.rubik.pod.PodCount;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The state of the node in a few figures, which cost next to nothing to collect.
 *
 * @param isReady whether every pod of the first list has been looked at
 * @param handling how far the pods are handled
 * @param features the names of those that run
 * @param problems what keeps rubik from its work on this node, in words; empty when nothing does
 * @param note what else the administrator should know, empty when nothing
 */
public record NodeSummary(
    boolean isReady,
    PodCount pods,
    Handling handling,
    List<String> features,
    List<String> problems,
    PodSource source,
    ExternalChanges.Summary changes,
    String note) {

  /** Copies the lists. */
  public NodeSummary {
    features = List.copyOf(features);
    problems = List.copyOf(problems);
  }

  /** Returns one line for the administrator: pods, features, and how old that information is. */
  public String line() {
    if (!isReady) {
      return source.isSynced()
          ? "starting: the features are handling " + pods
          : "starting: no pods received from the API server for " + source.age().toSeconds() + " s";
    }
    String handled = handling.toString();
    return pods
        + (handled.isEmpty() ? "; " : ", " + handled + "; ")
        + problems.stream().map(problem -> problem + "; ").collect(Collectors.joining())
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
