package io.rubik.pod;

import io.rubik.pod.PodManifest.ResourceTexts;
import java.util.List;

/** Reads limits; one that is not a quantity is a warning, and not known. */
final class LimitReader {

  private final List<String> warnings;

  LimitReader(List<String> warnings) {
    this.warnings = warnings;
  }

  /** Returns the limits of an owner, named in warnings as {@code container web}. */
  ResourceLimits limits(String owner, ResourceTexts texts) {
    return new ResourceLimits(
        limit(owner, "cpu", texts.cpu(), 3), limit(owner, "memory", texts.memory(), 0));
  }

  /** 0 is no limit for kubelet either. */
  private Limit limit(String owner, String resource, String text, int decimals) {
    if (text.isEmpty()) {
      return Limit.UNKNOWN;
    }
    try {
      long limit = Quantity.parse(text, decimals);
      return limit == 0 ? Limit.NONE : Limit.of(limit);
    } catch (IllegalArgumentException e) {
      warn(
          owner
              + " has the "
              + resource
              + " limit \""
              + ManifestReader.shown(text)
              + "\", which "
              + e.getMessage()
              + ": ignored");
      return Limit.UNKNOWN;
    }
  }

  /** Spec and status mostly have the same mistake. */
  private void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }
}
