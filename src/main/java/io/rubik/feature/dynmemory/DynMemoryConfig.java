package io.rubik.feature.dynmemory;

import io.rubik.config.Section;
import java.time.Duration;

/**
 * The settings of dynMemory.
 *
 * @param measure what counts as free memory
 * @param checkInterval how often the node's free memory is looked at
 */
record DynMemoryConfig(MemoryPolicy policy, MemoryMeasure measure, Duration checkInterval) {

  /** Returns the settings of the section {@code dynMemory}; the policy is required. */
  static DynMemoryConfig from(Section section) {
    return new DynMemoryConfig(
        section.choice("policy", MemoryPolicy.class).orElse(MemoryPolicy.NONE),
        section.choice("measure", MemoryMeasure.AVAILABLE),
        Duration.ofSeconds(section.integer("checkInterval", 1, 30, 5)));
  }
}
