package io.rubik.feature.quotaturbo;

import io.rubik.problem.Failures;
import java.io.IOException;
import java.util.List;

/** Carries a plan out: all of it or nothing. */
final class PlanRun {

  private final QuotaPlan plan;
  private final List<TurboCgroup> cgroups;

  private PlanRun(QuotaPlan plan, List<TurboCgroup> cgroups) {
    this.plan = plan;
    this.cgroups = cgroups;
  }

  /**
   * Makes the writes of a plan. When one cannot be made, those before it are undone; fails then, or
   * returns false when a cgroup is gone or another feature takes precedence.
   */
  static boolean run(QuotaPlan plan, List<TurboCgroup> cgroups) throws IOException {
    return new PlanRun(plan, cgroups).run();
  }

  private boolean run() throws IOException {
    int begun = 0;
    Failures failures = new Failures();
    boolean inForce = true;
    while (inForce && begun < plan.writes().size()) {
      QuotaWrite write = plan.writes().get(begun++);
      inForce = failures.attempt(() -> set(write), false);
    }
    if (!inForce) {
      for (QuotaWrite undo : plan.rollback(begun)) {
        failures.attempt(() -> set(undo));
      }
    }
    failures.throwIfAny();
    return inForce;
  }

  private boolean set(QuotaWrite write) throws IOException {
    for (TurboCgroup cgroup : cgroups) {
      if (cgroup.path().equals(write.path())) {
        return cgroup.setCached(write.to());
      }
    }
    throw new IllegalArgumentException(write.path() + " is not in the plan");
  }
}
