package io.rubik.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The flat layout of config.json before rubik 2.0, which had no section {@code agent} and no list
 * of features.
 */
public final class OldLayout {

  /** A key at the top level, and what has become of it. */
  private record Key(String name, String now) {}

  private static final List<Key> KEYS =
      List.of(
          new Key("logDriver", "logDriver is now agent.logDriver"),
          new Key("logDir", "logDir is now agent.logDir"),
          new Key("logSize", "logSize is now agent.logSize"),
          new Key("logLevel", "logLevel is now agent.logLevel"),
          new Key("cgroupRoot", "cgroupRoot is now agent.cgroupRoot"),
          new Key("cacheConfig", "cacheConfig is now dynCache"),
          new Key("blkioConfig", "blkioConfig is now ioLimit"),
          new Key("memoryConfig", "memoryConfig.strategy is now dynMemory.policy"),
          new Key("nodeConfig", "nodeConfig is now ioCost, and its iocostConfig config"),
          new Key("autoCheck", "autoCheck is gone"),
          new Key("autoConfig", "autoConfig is gone"));

  private OldLayout() {}

  /** Warns, once, that such keys do nothing, and names where they live now. */
  public static void check(Section root) {
    List<Key> found = KEYS.stream().filter(key -> root.has(key.name)).toList();
    if (!found.isEmpty()) {
      root.warn(
          "layout of rubik 0.x and 1.0",
          "not used any more: "
              + found.stream().map(Key::now).collect(Collectors.joining(", "))
              + "; only features in agent.enabledFeatures run");
    }
  }
}
