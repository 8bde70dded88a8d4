package io.rubik.agent;

import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;

/** A feature with its settings, ready to be created. */
record ConfiguredFeature<S>(FeatureType<S> type, S settings) {

  Feature create(FeatureContext context) {
    return type.create().apply(settings, context);
  }
}
