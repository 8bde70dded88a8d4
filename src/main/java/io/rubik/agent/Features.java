package io.rubik.agent;

import io.rubik.feature.FeatureType;
import io.rubik.feature.dynmemory.DynMemory;
import io.rubik.feature.preemption.Preemption;
import io.rubik.feature.quotaburst.QuotaBurst;
import io.rubik.feature.quotaturbo.QuotaTurbo;
import java.util.List;

/** The one list of features; a new one is one line here. */
final class Features {

  /** Every feature this version has; where two want one control, the earlier has its way. */
  static final List<FeatureType<?>> ALL =
      List.of(Preemption.TYPE, QuotaTurbo.TYPE, QuotaBurst.TYPE, DynMemory.TYPE);

  /** Names of openEuler rubik's features that this version does not have yet. */
  static final List<String> NOT_YET =
      List.of("ioLimit", "ioCost", "dynCache", "psi", "cpi", "cpuevict", "memoryevict");

  private Features() {}

  /** Returns the names of all, in that order. */
  static List<String> names() {
    return ALL.stream().<String>map(FeatureType::name).toList();
  }
}
