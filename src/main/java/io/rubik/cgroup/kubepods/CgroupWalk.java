package io.rubik.cgroup.kubepods;

import io.rubik.cgroup.CgroupTree;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Visits cgroups level by level from the root, within bounds: pods can make as many and as deep
 * ones as they like.
 */
record CgroupWalk(CgroupTree tree, int maxDepth, int maxCgroups) {

  /** Looks at a cgroup. */
  interface Visitor {
    /** Returns whether those in the cgroup are to be visited. */
    boolean entersAfter(String path);
  }

  private record Level(String path, int depth) {}

  /** Visits the cgroups below the root. */
  void visit(Visitor visitor) throws IOException {
    Queue<Level> next = new ArrayDeque<>(List.of(new Level("", 0)));
    int seen = 0;
    while (!next.isEmpty()) {
      Level level = next.remove();
      for (String child : tree.children(level.path())) {
        if (++seen > maxCgroups) {
          return;
        }
        if (visitor.entersAfter(child) && level.depth() + 1 < maxDepth) {
          next.add(new Level(child, level.depth() + 1));
        }
      }
    }
  }
}
