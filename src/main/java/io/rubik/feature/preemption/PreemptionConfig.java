package io.rubik.feature.preemption;

import io.rubik.config.Section;
import java.util.List;

/**
 * The settings of preemption.
 *
 * @param resources what online pods take before offline ones
 * @param provider the interface of the kernel to use
 * @param burstable what becomes of offline Burstable pods where the kernel has no levels
 * @param enableMemcgQos whether rubik may turn on the kernel's switch for memory levels
 */
record PreemptionConfig(
    List<Resource> resources,
    PriorityProvider provider,
    BurstableOffline burstable,
    boolean enableMemcgQos) {

  PreemptionConfig {
    resources = List.copyOf(resources);
  }

  /** Returns the settings of the section {@code preemption}. */
  static PreemptionConfig from(Section section) {
    section.ignore("net");
    return new PreemptionConfig(
        section.choices("resource", Resource.class, "net"),
        section.choice("provider", PriorityProvider.AUTO),
        section.choice("burstableOffline", BurstableOffline.IDLE),
        section.bool("enableMemcgQos", false));
  }
}
