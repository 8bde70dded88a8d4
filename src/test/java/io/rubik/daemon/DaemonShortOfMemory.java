package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The packaged daemon with dynMemory, on a node of 10000 MiB that a test makes run short. */
abstract class DaemonShortOfMemory extends DaemonOnScratchNode {

  static final long MIB = 1 << 20;
  static final long TOTAL_MIB = 10_000;
  static final long USED = 1024 * MIB;

  /** What each container was given by others, as hard and as soft limit. */
  static final long OWN_LIMIT = 2048 * MIB;

  static final String HARD_FILE = "memory.limit_in_bytes";
  static final String SOFT_FILE = "memory.soft_limit_in_bytes";
  static final String HIGH_FILE = "memory.high";
  static final String RATIO_FILE = "memory.high_async_ratio";

  /** Less than the 30 s after which every pod is looked at anyway. */
  static final Duration SOON = Duration.ofSeconds(10);

  /** Writes the configuration; a half of the node's memory is free. */
  void enable(String features, String policy) throws IOException {
    node.config(
        """
        {
          "agent": {"enabledFeatures": [%s]},
          "preemption": {"resource": ["cpu", "memory"]},
          "dynMemory": {"policy": "%s", "checkInterval": 1}
        }
        """
            .formatted(features, policy));
    node.write("proc/meminfo", meminfo(TOTAL_MIB / 2));
    node.write("proc/sys/vm/drop_caches", "0\n");
  }

  /** Has so much of the node's memory be free from now on. */
  void free(long mib) throws IOException {
    node.overwrite("proc/meminfo", meminfo(mib));
  }

  /** All else is page cache that is in use. */
  private static String meminfo(long availableMib) {
    return "MemTotal:       %8d kB\nMemFree:         1024 kB\nMemAvailable:   %8d kB\n"
        .formatted(TOTAL_MIB * 1024, availableMib * 1024);
  }

  /** Makes a pod whose container uses 1 GiB. */
  JsonObject addUser(String name, boolean offline) throws IOException {
    JsonObject pod = addPod(name, offline);
    String container = container(pod);
    node.set("memory", container, "memory.usage_in_bytes", String.valueOf(USED));
    node.set("memory", container, HARD_FILE, String.valueOf(OWN_LIMIT));
    node.set("memory", container, SOFT_FILE, String.valueOf(OWN_LIMIT));
    return pod;
  }

  static String container(JsonObject pod) {
    String path = SimulatedKubelet.podPath(pod);
    return path + "/" + SimulatedKubelet.runningContainers(pod).getFirst();
  }

  /** Returns the files of a pod that dynMemory may write. */
  FileStamps stamps(JsonObject pod) throws IOException {
    Path memory = node.root().resolve("sys/fs/cgroup/memory");
    return FileStamps.of(List.of(memory.resolve(SimulatedKubelet.podPath(pod))), List.of());
  }

  /** Returns the limit of dynLevel: what is used and 2 % of so much, in whole pages. */
  static long lowered(long freeMib) {
    return pages(USED + freeMib * MIB / 100 * 2);
  }

  /** Returns bytes in whole pages of the largest kind, 64 KiB. */
  static long pages(long bytes) {
    return bytes / 65_536 * 65_536;
  }

  String read(String path, String file) throws IOException {
    return node.read("memory", path, file);
  }

  void await(String path, String file, String value) throws IOException, TimeoutException {
    Eventually.until(
        path + "/" + file + " is " + value, SOON, () -> read(path, file).equals(value));
  }

  void await(String path, String file, long bytes) throws IOException, TimeoutException {
    await(path, file, String.valueOf(bytes));
  }

  /** Fails unless a pod and its container have what they had before rubik came. */
  void assertAsBefore(JsonObject pod) throws IOException {
    assertEquals(
        List.of("max", "100", String.valueOf(OWN_LIMIT), String.valueOf(OWN_LIMIT)),
        List.of(
            read(SimulatedKubelet.podPath(pod), HIGH_FILE),
            read(SimulatedKubelet.podPath(pod), RATIO_FILE),
            read(container(pod), HARD_FILE),
            read(container(pod), SOFT_FILE)));
  }
}
