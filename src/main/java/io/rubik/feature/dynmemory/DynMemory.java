package io.rubik.feature.dynmemory;

import io.rubik.control.Subject;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.pod.Pod;
import io.rubik.usage.NodeMemory;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reclaims memory of offline pods when the node runs short of it. */
public final class DynMemory implements Feature {

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      FeatureType.of("dynMemory", DynMemoryConfig::from, DynMemory::new);

  private final DynMemoryConfig config;
  private final Optional<Measures> measures;
  private final NodeMemory memory;
  private final FeatureContext context;

  /** The UIDs of the offline pods that have been reconciled: no other is touched by a check. */
  private final Set<String> reconciled = new HashSet<>();

  DynMemory(DynMemoryConfig config, FeatureContext context) {
    this.config = config;
    this.context = context;
    this.memory = context.usage().memory();
    this.measures =
        switch (config.policy()) {
          case FSSR -> Optional.of(new Fssr(context));
          case DYN_LEVEL -> Optional.of(new DynLevel(config, context));
          case NONE -> Optional.empty();
        };
  }

  @Override
  public void start() throws IOException {
    if (measures.isPresent()) {
      measures.get().start();
      memory.last(config.measure());
    }
  }

  @Override
  public List<PeriodicTask> tasks() {
    return measures.isEmpty()
        ? List.of()
        : List.of(new PeriodicTask("check", config.checkInterval(), this::check));
  }

  /** Looks at the node's memory and acts on it. */
  void check() {
    measures.ifPresent(
        acting -> memory.now(config.measure()).ifPresent(node -> acting.check(node, offline())));
  }

  private List<Pod> offline() {
    return context.pods().offline().stream().filter(pod -> reconciled.contains(pod.uid())).toList();
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    if (!pod.offline() || measures.isEmpty()) {
      removed(pod);
      context.controls().release(Subject.of(pod));
      return PodState.SETTLED;
    }
    reconciled.add(pod.uid());
    return measures.get().reconcile(pod, memory.last(config.measure()));
  }

  @Override
  public void updated(Pod old, Pod pod) throws IOException {
    if (measures.isPresent() && reconciled.contains(pod.uid())) {
      measures.get().updated(old, pod);
    }
  }

  @Override
  public void removed(Pod pod) {
    reconciled.remove(pod.uid());
    measures.ifPresent(acting -> acting.forget(pod));
  }
}
