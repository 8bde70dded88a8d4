package io.rubik.feature.preemption;

import io.rubik.capability.Capability;
import io.rubik.capability.Provider;
import io.rubik.capability.UnavailableException;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.problem.Failures;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives online pods priority over offline ones, by what the kernel has for each resource. */
public final class Preemption implements Feature {

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      FeatureType.of("preemption", PreemptionConfig::from, Preemption::new);

  /** How often the kernel's switch for memory levels is looked at. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(20);

  private final PreemptionConfig config;
  private final FeatureContext context;
  private final ProblemLog<String> problems;
  private final List<Priorities> priorities = new ArrayList<>();
  private Optional<MemcgSwitch> memory = Optional.empty();
  private Optional<CpuPriorities> cpu = Optional.empty();

  Preemption(PreemptionConfig config, FeatureContext context) {
    this.config = config;
    this.context = context;
    this.problems = new ProblemLog<>(context.ticker());
  }

  @Override
  public void start() throws IOException {
    List<Resource> levels = new ArrayList<>();
    List<Capability> lacking = new ArrayList<>();
    for (Resource resource : config.resources()) {
      Capability found = context.capabilities().find(resource.need(config.provider()));
      Optional<String> provider = found.provider().map(Provider::name);
      if (provider.isEmpty()) {
        lacking.add(found);
      } else if (provider.get().equals(PriorityProvider.QOS_LEVEL.toString())) {
        levels.add(resource);
      } else if (resource == Resource.MEMORY) {
        priorities.add(new OomPriorities(context));
      } else {
        cpu = Optional.of(cpu(provider.get()));
      }
    }
    report(lacking);
    if (!levels.isEmpty()) {
      priorities.add(new QosLevels(context, levels));
    }
    cpu.ifPresent(priorities::add);
    if (levels.contains(Resource.MEMORY)) {
      memory = Optional.of(turnOn());
    }
  }

  /** While it is off the other resources work. */
  private MemcgSwitch turnOn() throws IOException {
    MemcgSwitch found = new MemcgSwitch(context, config.enableMemcgQos());
    if (config.resources().size() == 1) {
      found.requireOn();
    } else {
      found.check();
    }
    return found;
  }

  /** What the kernel lacks for one resource keeps the others from nothing. */
  private void report(List<Capability> lacking) throws UnavailableException {
    if (lacking.size() == config.resources().size()) {
      Capability first = lacking.getFirst();
      throw new UnavailableException(first.reason() + "; " + first.remedy());
    }
    for (Capability each : lacking) {
      String name = each.need().name();
      problems.report(name, Problem.error(name, each.reason() + "; " + each.remedy()));
    }
  }

  private CpuPriorities cpu(String provider) {
    return new CpuPriorities(
        context,
        provider.equals(PriorityProvider.IDLE.toString()) ? OfflineCpu.IDLE : OfflineCpu.WEIGHT,
        config.burstable());
  }

  @Override
  public List<PeriodicTask> tasks() {
    List<PeriodicTask> tasks = new ArrayList<>();
    memory.ifPresent(found ->
        tasks.add(new PeriodicTask("check memcg_qos_enable", CHECK_INTERVAL, found::check)));
    cpu.ifPresent(found ->
        tasks.add(new PeriodicTask("check the weights of classes", CHECK_INTERVAL, found::check)));
    return tasks;
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    Failures failures = new Failures();
    boolean isSettled = true;
    for (Priorities each : priorities) {
      isSettled &= failures.attempt(() -> each.reconcile(pod) == PodState.SETTLED, true);
    }
    failures.throwIfAny();
    return isSettled ? PodState.SETTLED : PodState.CGROUP_AWAITED;
  }

  @Override
  public void removed(Pod pod) throws IOException {
    Failures failures = new Failures();
    priorities.forEach(each -> failures.attempt(() -> each.removed(pod)));
    failures.throwIfAny();
  }
}
