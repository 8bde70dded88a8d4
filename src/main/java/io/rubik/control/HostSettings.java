package io.rubik.control;

import io.rubik.cgroup.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every file of the host that rubik writes. */
public final class HostSettings {

  private static final List<HostSetting<?>> SETTINGS = new ArrayList<>();

  /** 1: {@code memory.qos_level} counts, 0: it does not. openEuler kernels only. */
  public static final HostSetting<Integer> MEMCG_QOS =
      setting("/proc/sys/vm/memcg_qos_enable", ValueType.integer(0, 1));

  /**
   * Writing 3 drops the page cache, dentries and inodes of the node
   * (Documentation/admin-guide/sysctl/vm.rst).
   */
  public static final HostTrigger<Integer> DROP_CACHES =
      new HostTrigger<>("/proc/sys/vm/drop_caches", ValueType.integer(1, 3));

  private HostSettings() {}

  private static <T> HostSetting<T> setting(String path, ValueType<T> type) {
    HostSetting<T> setting = new HostSetting<>(path, type);
    SETTINGS.add(setting);
    return setting;
  }

  /** Returns the setting of a path, empty when it is none of these. */
  static Optional<HostSetting<?>> find(String path) {
    return SETTINGS.stream().filter(setting -> setting.path().equals(path)).findFirst();
  }
}
