package io.rubik.feature.dynmemory;

import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.feature.UnavailableException;
import io.rubik.host.MemInfo;
import io.rubik.pod.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes offline pods give memory back when the node runs short of it. */
public final class DynMemory implements Feature {

  /** How the agent offers this feature. */
  public static final FeatureType<?> TYPE =
      new FeatureType<>("dynMemory", DynMemoryConfig::from, DynMemory::new);

  private final DynMemoryConfig config;
  private final Optional<Measures> measures;
  private final Path meminfo;
  private final FeatureContext context;
  private final Map<String, Pod> offline = new LinkedHashMap<>();

  DynMemory(DynMemoryConfig config, FeatureContext context) {
    this.config = config;
    this.context = context;
    this.meminfo = context.host().resolve("/proc/meminfo");
    this.measures =
        switch (config.policy()) {
          case FSSR -> Optional.of(new Fssr(context));
          case DYN_LEVEL -> Optional.of(new DynLevel(context));
          case NONE -> Optional.empty();
        };
  }

  @Override
  public void start() throws IOException {
    if (measures.isPresent()) {
      measures.get().start();
      node();
    }
  }

  private MemInfo node() throws IOException {
    try {
      return MemInfo.parse(Files.readString(meminfo));
    } catch (IOException | IllegalArgumentException e) {
      throw new UnavailableException(
          meminfo + " does not say how much memory is free (" + e + "); mount proc on /proc");
    }
  }

  @Override
  public List<PeriodicTask> tasks() {
    return measures.isEmpty()
        ? List.of()
        : List.of(new PeriodicTask("check", config.checkInterval(), this::check));
  }

  /** Looks at the node's memory and acts on it. */
  void check() throws IOException {
    if (measures.isPresent()) {
      measures.get().check(node(), offline.values());
    }
  }

  @Override
  public PodState reconcile(Pod pod) throws IOException {
    if (!pod.offline() || measures.isEmpty()) {
      removed(pod);
      context.controls().release(pod);
      return PodState.SETTLED;
    }
    offline.put(pod.uid(), pod);
    return measures.get().reconcile(pod, node());
  }

  @Override
  public void updated(Pod old, Pod pod) throws IOException {
    if (measures.isPresent() && offline.containsKey(pod.uid())) {
      measures.get().updated(old, pod);
    }
  }

  @Override
  public void removed(Pod pod) {
    offline.remove(pod.uid());
    measures.ifPresent(acting -> acting.forget(pod));
  }
}
