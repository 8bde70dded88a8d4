package io.rubik.agent;

import io.rubik.feature.Annotation;
import io.rubik.feature.FeatureType;
import io.rubik.feature.dynmemory.DynMemory;
import io.rubik.feature.preemption.Preemption;
import io.rubik.feature.quotaburst.QuotaBurst;
import io.rubik.feature.quotaturbo.QuotaTurbo;
import io.rubik.pod.PodKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The one list of features; a new one is one line here. */
final class Features {

  /** Every feature this version has, in the order in which they start. */
  static final List<FeatureType<?>> ALL =
      List.of(Preemption.TYPE, QuotaTurbo.TYPE, QuotaBurst.TYPE, DynMemory.TYPE);

  private static final List<String> OF_OPENEULER =
      List.of(
          "preemption",
          "quotaBurst",
          "quotaTurbo",
          "ioLimit",
          "ioCost",
          "dynMemory",
          "dynCache",
          "psi",
          "cpi",
          "cpuevict",
          "memoryevict");

  /** Names of openEuler rubik's features that this version does not have yet. */
  static final List<String> NOT_YET =
      OF_OPENEULER.stream().filter(Predicate.not(names()::contains)).toList();

  /** What users of rubik 0.x and 1.0 may call a feature, and its name now. */
  static final Map<String, String> FORMER_NAMES =
      Map.of(
          "qos", "preemption",
          "cache", "dynCache",
          "cacheConfig", "dynCache",
          "blkio", "ioLimit",
          "blkioConfig", "ioLimit",
          "memory", "dynMemory",
          "memoryConfig", "dynMemory",
          "iocostConfig", "ioCost",
          "nodeConfig", "ioCost");

  private Features() {}

  /** Returns the names of all, in that order. */
  static List<String> names() {
    return ALL.stream().<String>map(FeatureType::name).toList();
  }

  /** Returns the keys of the annotations and labels that are read of pods. */
  static PodKeys podKeys() {
    return PodKeys.with(
        ALL.stream().flatMap(type -> type.annotations().stream()).map(Annotation::key).toList());
  }
}
