package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.loop.Ticker;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Doubts the name of the node while the API server has never had a pod for it: kubelet's cgroups
 * tell whether the node is empty or has another name.
 */
final class NodeNameCheck {

  /** The cgroups of pods that have just ended may still be there. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String node;
  private final CgroupTree tree;
  private final Kubepods kubepods;
  private final Ticker ticker;
  private final ProblemLog<String> problems;
  private @Nullable Long emptySinceNanos;
  private boolean hadPods;
  private volatile String doubt = "";

  NodeNameCheck(String node, CgroupTree tree, Kubepods kubepods, Ticker ticker) {
    this.node = node;
    this.tree = tree;
    this.kubepods = kubepods;
    this.ticker = ticker;
    this.problems = new ProblemLog<>(ticker);
  }

  /**
   * Looks again; a name that must be wrong is an error in the log as well. To be called at
   * intervals, once the API server has told of the node's pods.
   *
   * @param hasPods whether it has any, handled or not
   */
  void look(boolean hasPods) throws IOException {
    hadPods |= hasPods;
    doubt = hadPods ? "" : judge();
    if (hadPods) {
      problems.resolve(node);
    }
  }

  private String judge() throws IOException {
    Long since = emptySinceNanos;
    if (since == null) {
      since = ticker.nanos();
      emptySinceNanos = since;
    }
    if (ticker.since(since).compareTo(PATIENCE) >= 0) {
      Optional<String> cgroup = kubepods.anyPod();
      if (cgroup.isPresent()) {
        problems.report(node, wrong(cgroup.get()));
        return "WRONG NODE NAME " + node + ": set RUBIK_NODE_NAME, see the log";
      }
    }
    return "NO PODS ever on node " + node + ": if it has any, set RUBIK_NODE_NAME";
  }

  private Problem wrong(String cgroup) {
    return Problem.error(
        "node " + node,
        "kubelet runs pods here ("
            + tree.path(cgroup)
            + "), but the API server has none on a node of that name: set RUBIK_NODE_NAME to the one"
            + " that \"kubectl get nodes\" shows");
  }

  /** Returns what the status line is to say, none when nothing is wrong; any thread may ask. */
  List<String> words() {
    return doubt.isEmpty() ? List.of() : List.of(doubt);
  }

  /** Returns the problem in progress, if there is one; any thread may ask. */
  List<ProblemLog.Active<String>> active() {
    return problems.active();
  }
}
