package io.rubik.pod;

import io.rubik.pod.PodManifest.LimitTexts;
import java.util.List;
import java.util.OptionalLong;

/** Reads limits; one that is not a quantity is a warning and counts as no limit. */
final class LimitReader {

  private final List<String> warnings;

  LimitReader(List<String> warnings) {
    this.warnings = warnings;
  }

  /** Returns the limits of an owner, named in warnings as {@code container web}. */
  ResourceLimits limits(String owner, LimitTexts texts) {
    return texts.equals(LimitTexts.NONE)
        ? ResourceLimits.NONE
        : new ResourceLimits(
            limit(owner, "cpu", texts.cpu(), 3), limit(owner, "memory", texts.memory(), 0));
  }

  /** 0 is no limit for kubelet either. */
  private OptionalLong limit(String owner, String resource, String text, int decimals) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long limit = Quantity.parse(text, decimals);
      return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    } catch (IllegalArgumentException e) {
      warnings.add(
          owner
              + " has the "
              + resource
              + " limit \""
              + ManifestReader.shown(text)
              + "\", which "
              + e.getMessage()
              + ": treated as no limit");
      return OptionalLong.empty();
    }
  }
}
