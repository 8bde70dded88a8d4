package io.rubik.feature.sample;

import io.rubik.config.Section;

/**
 * The settings of shares.
 *
 * @param offline what an offline pod gets that asks for nothing
 */
record SharesConfig(int offline) {

  /** Returns the settings of the section {@code shares}. */
  static SharesConfig from(Section section) {
    return new SharesConfig(section.integer("offline", 2, 262144, 2));
  }
}
