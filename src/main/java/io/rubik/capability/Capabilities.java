package io.rubik.capability;

import java.io.IOException;
import org.tinylog.Logger;

/**
 * What one feature may ask of the host. A feature asks when it starts and keeps the answer; each
 * question looks for the files again, so that one that is asked later finds what has come since.
 */
public final class Capabilities {

  private final String feature;
  private final HostProbe host;
  private final CapabilityRegistry registry;

  Capabilities(String feature, HostProbe host, CapabilityRegistry registry) {
    this.feature = feature;
    this.host = host;
    this.registry = registry;
  }

  /** Returns the provider of a need; fails, and says what to do, when there is none. */
  public Provider require(Need need) throws IOException {
    Capability found = find(need);
    return found
        .provider()
        .orElseThrow(() -> new UnavailableException(found.reason() + "; " + found.remedy()));
  }

  /** Returns how a need is provided, if it is, for what the feature can do without. */
  public Capability find(Need need) throws IOException {
    Capability found = host.probe(feature, need);
    registry.record(found);
    if (found.isPending()) {
      Logger.info("{} for {}: waiting, for {}", need.name(), feature, found.reason());
    }
    return found;
  }
}
