package io.rubik.feature.preemption;

import io.rubik.config.Section;
import java.util.ArrayList;
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

  /** The names {@code preemption.resource} may list. */
  private enum Name {
    CPU,
    MEMORY,
    NET
  }

  /** Returns the settings of the section {@code preemption}. */
  static PreemptionConfig from(Section section) {
    List<Resource> resources = new ArrayList<>();
    for (Name name : section.choices("resource", Name.class)) {
      switch (name) {
        case CPU -> resources.add(Resource.CPU);
        case MEMORY -> resources.add(Resource.MEMORY);
        case NET ->
            section.reject(
                "resource", "net is not available in this version of rubik: take it out");
      }
    }
    return new PreemptionConfig(resources, section.bool("enableMemcgQos", false));
  }
}
