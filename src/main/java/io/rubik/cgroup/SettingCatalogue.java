package io.rubik.cgroup;

import java.util.Optional;

/**
 * The settings that are known by name, as the journal names them: by the file of either version.
 */
@FunctionalInterface
public interface SettingCatalogue {

  /**
   * Returns the setting of a name, and of a device where the key is not empty; empty when there is
   * none; fails with {@code IllegalArgumentException} when the key is not a device.
   */
  Optional<Setting<?>> find(String name, String key);

  /** Returns whether a setting would be found by its name. */
  default boolean holds(Setting<?> setting) {
    return find(setting.name(), setting.key()).filter(setting::equals).isPresent();
  }
}
