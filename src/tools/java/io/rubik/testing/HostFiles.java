package io.rubik.testing;

import java.io.IOException;
import java.util.List;

/** The files below /proc of a small node: 4 CPUs, 8 GiB. */
final class HostFiles {
  private static final String MEMINFO =
      """
      MemTotal:        8388608 kB
      MemFree:         4194304 kB
      MemAvailable:    6291456 kB
      Buffers:          131072 kB
      Cached:          1966080 kB
      """;

  private static final String STAT =
      """
      cpu  1000 0 500 40000 100 0 20 0 0 0
      cpu0 250 0 125 10000 25 0 5 0 0 0
      cpu1 250 0 125 10000 25 0 5 0 0 0
      cpu2 250 0 125 10000 25 0 5 0 0 0
      cpu3 250 0 125 10000 25 0 5 0 0 0
      ctxt 123456
      btime 1767225600
      processes 4321
      procs_running 1
      procs_blocked 0
      """;

  private static final String NO_PRESSURE =
      """
      some avg10=0.00 avg60=0.00 avg300=0.00 total=0
      full avg10=0.00 avg60=0.00 avg300=0.00 total=0
      """;

  private HostFiles() {}

  /** Writes the files; no hierarchies means cgroup v2. */
  static void write(
      KernelFileSystem files, String cgroupRoot, List<String> hierarchies, Kernel kernel)
      throws IOException {
    files.setText("/proc/meminfo", MEMINFO);
    files.setText("/proc/stat", STAT);
    files.setText("/sys/devices/system/cpu/online", "0-3\n");
    files.setText("/proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda2 ro psi=1 psi_v1=1\n");
    files.setText("/proc/self/mountinfo", mountinfo(cgroupRoot, hierarchies));
    files.setText("/proc/sys/vm/drop_caches", "0\n");
    for (String resource : List.of("cpu", "memory", "io")) {
      files.setText("/proc/pressure/" + resource, NO_PRESSURE);
    }
    if (kernel == Kernel.OPENEULER) {
      files.setText("/proc/sys/vm/memcg_qos_enable", "1\n");
    }
  }

  private static String mountinfo(String cgroupRoot, List<String> hierarchies) {
    StringBuilder lines =
        new StringBuilder(
            """
            22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
            23 22 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
            24 22 0:22 / /sys rw,nosuid,nodev,noexec,relatime shared:2 - sysfs sysfs rw
            """);
    String options = " rw,nosuid,nodev,noexec,relatime shared:4 - ";
    if (hierarchies.isEmpty()) {
      lines.append("25 24 0:23 / " + cgroupRoot + options + "cgroup2 cgroup2 rw,nsdelegate\n");
    } else {
      lines.append("25 24 0:23 / " + cgroupRoot + options + "tmpfs tmpfs ro,mode=755\n");
    }
    int id = 26;
    for (String controllers : hierarchies) {
      String place = id + " 25 0:" + id + " / " + cgroupRoot + "/" + controllers;
      lines.append(place + options + "cgroup cgroup rw," + controllers + "\n");
      id++;
    }
    return lines.toString();
  }
}
