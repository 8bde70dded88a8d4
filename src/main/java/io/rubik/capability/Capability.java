package io.rubik.capability;

import java.util.List;
import java.util.Optional;

/**
 * How a need of a feature was provided when it was looked for last.
 *
 * @param feature which asked
 * @param provider the one to use, empty when there is none
 * @param files those found or, without a provider, those missing
 * @param reason why there is none, or why the provider cannot be used yet; else empty
 */
public record Capability(
    String feature, Need need, Optional<Provider> provider, List<String> files, String reason) {

  /** Copies the files. */
  public Capability {
    files = List.copyOf(files);
  }

  /** Returns whether there is a provider. */
  public boolean isAvailable() {
    return provider.isPresent();
  }

  /**
   * Returns whether the provider is one that the host may have, but cannot show yet: what it needs
   * is enabled when systemd or kubelet does so.
   */
  public boolean isPending() {
    return isAvailable() && !reason.isEmpty();
  }

  /** Returns whether this provider is the one to use. */
  public boolean isBy(Provider candidate) {
    return provider.equals(Optional.of(candidate));
  }

  /** Returns what the administrator can do, empty when there is nothing to do. */
  public String remedy() {
    return isAvailable() ? "" : need.remedy();
  }
}
