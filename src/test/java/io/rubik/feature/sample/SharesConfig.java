package io.rubik.feature.sample;

import io.rubik.config.Section;

/**
 * The settings of shares.
 *
 * @param offlineShares what an offline pod gets that asks for nothing
 */
record SharesConfig(int offlineShares) {

  /** Returns the settings of the section {@code shares}. */
  static SharesConfig from(Section section) {
    return new SharesConfig(section.integer("offlineShares", 2, 262144, 2));
  }
}
