package io.rubik.feature.preemption;

import io.rubik.config.Section;
import java.util.List;

/**
 * The settings of preemption.
 *
 * @param resources what online pods take before offline ones
 * @param enableMemcgQos whether rubik may turn on the kernel's switch for memory levels
 */
record PreemptionConfig(List<Resource> resources, boolean enableMemcgQos) {

  PreemptionConfig {
    resources = List.copyOf(resources);
  }

  /** Returns the settings of the section {@code preemption}. */
  static PreemptionConfig from(Section section) {
    section.ignore("net");
    return new PreemptionConfig(
        section.choices("resource", Resource.class, "net"), section.bool("enableMemcgQos", false));
  }
}
