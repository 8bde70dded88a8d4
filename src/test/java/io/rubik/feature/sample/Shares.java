package io.rubik.feature.sample;

import io.rubik.capability.Need;
import io.rubik.capability.Probe;
import io.rubik.capability.Provider;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.Setting;
import io.rubik.cgroup.ValueType;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.Annotation;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodPart;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.List;

/** Gives offline pods few CPU shares, or those they ask for. */
public final class Shares implements Feature {

  static final Setting<Integer> CPU_SHARES =
      Setting.onV1(Controller.CPU, "cpu.shares", ValueType.integer(2, 262144));

  static final Annotation ASKED =
      new Annotation("example.com/cpu-shares", "CPU shares of an offline pod, 2..262144");

  static final Need NEED =
      new Need(
          "CPU shares of offline pods",
          List.of(Provider.reversible("shares", new Probe.ControlFile(CPU_SHARES))),
          "they are in cgroup v1 only; take shares out of agent.enabledFeatures");

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      FeatureType.of("shares", SharesConfig::from, Shares::new).reading(ASKED).setting(CPU_SHARES);

  private final SharesConfig config;
  private final FeatureContext context;
  private final ProblemLog<PodPart> problems;

  Shares(SharesConfig config, FeatureContext context) {
    this.config = config;
    this.context = context;
    this.problems = new ProblemLog<>(context.ticker());
  }

  @Override
  public void start() throws IOException {
    context.capabilities().require(NEED);
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    if (!pod.offline()) {
      removed(pod);
      context.controls().release(Subject.of(pod));
      return PodState.SETTLED;
    }
    String path = pod.cgroupPath();
    if (!context.cgroups().cgroup(path).exists(Controller.CPU)) {
      return PodState.CGROUP_AWAITED; // the agent calls again soon
    }
    context.controls().claim(Subject.of(pod), Target.of(path, CPU_SHARES)).set(shares(pod));
    return PodState.SETTLED;
  }

  private int shares(Pod pod) {
    String asked = pod.annotations().get(ASKED.key());
    if (asked == null || asked.matches("[1-9][0-9]{0,4}")) {
      problems.resolve(PodPart.whole(pod));
      return asked == null ? config.offline() : Math.max(2, Integer.parseInt(asked));
    }
    problems.report(
        PodPart.whole(pod),
        Problem.warning(
            "pod " + pod, ASKED.key() + " is not a number of shares: it gets " + config.offline()));
    return config.offline();
  }

  @Override
  public void removed(Pod pod) {
    problems.forget(PodPart.whole(pod));
  }
}
