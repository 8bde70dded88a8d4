package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pods;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Doubts the name of the node while the API server has never had a pod for it: kubelet's cgroups
 * tell whether the node is empty or has another name. Any thread may ask.
 */
final class NodeNameCheck {

  /** The cgroups of pods that have just ended may still be there. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String node;
  private final CgroupTree tree;
  private final Kubepods kubepods;
  private final Pods pods;
  private final Ticker ticker;
  private final ProblemLog<String> problems;
  private @Nullable Long emptySinceNanos;
  private boolean hadPods;

  NodeNameCheck(String node, CgroupTree tree, Kubepods kubepods, Pods pods, Ticker ticker) {
    this.node = node;
    this.tree = tree;
    this.kubepods = kubepods;
    this.pods = pods;
    this.ticker = ticker;
    this.problems = new ProblemLog<>(ticker);
  }

  /**
   * Returns what the status line is to say, empty when nothing is wrong; a name that must be wrong
   * is an error in the log as well. To be asked at intervals, once all pods are known.
   */
  synchronized String doubt() {
    if (hadPods || !pods.all().isEmpty()) {
      hadPods = true;
      problems.resolve(node);
      return "";
    }
    Long since = emptySinceNanos;
    if (since == null) {
      since = ticker.nanos();
      emptySinceNanos = since;
    }
    if (ticker.since(since).compareTo(PATIENCE) >= 0) {
      Optional<Path> cgroup = podCgroup();
      if (cgroup.isPresent()) {
        problems.report(node, wrong(cgroup.get()));
        return "WRONG NODE NAME " + node + ": set RUBIK_NODE_NAME, see the log";
      }
    }
    return "NO PODS ever on node " + node + ": if it has any, set RUBIK_NODE_NAME";
  }

  private Problem wrong(Path cgroup) {
    return Problem.error(
        "node " + node,
        "kubelet runs pods here ("
            + cgroup
            + "), but the API server has none on a node of that name: set RUBIK_NODE_NAME to the one"
            + " that \"kubectl get nodes\" shows");
  }

  private Optional<Path> podCgroup() {
    KubepodsLayout layout = kubepods.layout();
    for (QosClass qosClass : QosClass.values()) {
      String path = layout.classPath(qosClass);
      try (DirectoryStream<Path> children = Files.newDirectoryStream(tree.path(path))) {
        for (Path child : children) {
          if (layout.isPod(path + "/" + child.getFileName())) {
            return Optional.of(child);
          }
        }
      } catch (IOException _) {
        // no pod of that class was ever here
      }
    }
    return Optional.empty();
  }
}
