package io.rubik.feature.rulebreaker;

import io.rubik.feature.FeatureType;
import io.rubik.feature.preemption.Preemption;

/** A feature may not know another one. */
public final class ImportsAnotherFeature {

  FeatureType<?> other() {
    return Preemption.TYPE;
  }
}
