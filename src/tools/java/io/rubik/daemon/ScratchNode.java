package io.rubik.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.file.PathUtils;

/**
 * A node simulated in a directory, for RUBIK_ROOT: the files of an openEuler node with cgroup v1
 * that rubik touches, as ordinary files. A new cgroup inherits its parent's levels and is there
 * with all its files at once, as in the kernel.
 *
 * <pre>
 * etc/rubik/{config.json,kubeconfig}    proc/sys/kernel/hostname
 * var/lib/rubik/config.json → ../../../etc/rubik/config.json
 * sys/fs/cgroup/{cpu,memory}/kubepods/{burstable,besteffort}   sys/devices/system/cpu/online
 * sys/fs/cgroup/cpuacct → cpu
 * </pre>
 */
public final class ScratchNode {

  /** The controllers of the tree and the level file of each. */
  public static final Map<String, String> LEVEL_FILES =
      Map.of("cpu", "cpu.qos_level", "memory", "memory.qos_level");

  private static final String UNLIMITED_BYTES = "9223372036854771712";

  /** The other files of a cgroup by its controller, and what a new one has in them. */
  private static final Map<String, Map<String, String>> MORE_FILES =
      Map.of(
          "cpu",
          Map.of(
              "cpu.cfs_quota_us",
              "-1",
              "cpu.cfs_period_us",
              "100000",
              "cpu.cfs_burst_us",
              "0",
              "cpu.stat",
              "nr_periods 0\nnr_throttled 0\nthrottled_time 0",
              "cpuacct.usage",
              "0"),
          "memory",
          Map.of(
              "memory.usage_in_bytes",
              "0",
              "memory.limit_in_bytes",
              UNLIMITED_BYTES,
              "memory.soft_limit_in_bytes",
              UNLIMITED_BYTES,
              "memory.force_empty",
              "",
              "memory.high",
              "max",
              "memory.high_async_ratio",
              "100"));

  private final Path root;
  private final AtomicInteger asides = new AtomicInteger();

  private ScratchNode(Path root) {
    this.root = root;
  }

  /** Makes a node of that name. */
  public static ScratchNode create(Path root, String name) throws IOException {
    ScratchNode node = new ScratchNode(root);
    node.write("proc/sys/kernel/hostname", name + "\n");
    node.write("proc/sys/vm/memcg_qos_enable", "1\n");
    node.write("sys/devices/system/cpu/online", "0-1\n");
    for (Map.Entry<String, String> entry : LEVEL_FILES.entrySet()) {
      node.write("sys/fs/cgroup/" + entry.getKey() + "/" + entry.getValue(), "0\n");
    }
    Files.createSymbolicLink(root.resolve("sys/fs/cgroup/cpuacct"), Path.of("cpu"));
    node.makeCgroup("kubepods/burstable");
    node.makeCgroup("kubepods/besteffort");
    Path link = root.resolve("var/lib/rubik/config.json");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("../../../etc/rubik/config.json"));
    return node;
  }

  /** Returns what RUBIK_ROOT is to be. */
  public Path root() {
    return root;
  }

  /** Writes the configuration. */
  public ScratchNode config(String json) throws IOException {
    write("etc/rubik/config.json", json);
    return this;
  }

  /** Writes the kubeconfig, readable only by its owner. */
  public ScratchNode kubeconfig(String yaml) throws IOException {
    Path file = write("etc/rubik/kubeconfig", yaml);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return this;
  }

  /** Writes a file, making the directories above it. */
  public Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /**
   * Writes a file over what it holds, in one write, as a reader sees the kernel's: never empty in
   * between, and the same file. Fails when the text is not as long as the one that is there.
   */
  public void overwrite(String path, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel = FileChannel.open(root.resolve(path), StandardOpenOption.WRITE)) {
      if (channel.size() != bytes.length) {
        throw new IOException(path + " holds " + channel.size() + " bytes, not " + bytes.length);
      }
      channel.write(ByteBuffer.wrap(bytes), 0);
    }
  }

  /** Makes a cgroup and those above it in every hierarchy, if they are not there. */
  public void makeCgroup(String path) throws IOException {
    for (String controller : LEVEL_FILES.keySet()) {
      Path cgroup = Path.of(path);
      for (int depth = 1; depth <= cgroup.getNameCount(); depth++) {
        String part = cgroup.subpath(0, depth).toString();
        if (Files.notExists(directory(controller, part))) {
          newCgroup(controller, part).appear();
        }
      }
    }
  }

  /** Prepares a cgroup whose parent is there, with its files, which a kernel makes with it. */
  public NewCgroup newCgroup(String controller, String path) throws IOException {
    String file = String.valueOf(LEVEL_FILES.get(controller));
    Path directory = directory(controller, path);
    Path made = Files.createDirectories(aside());
    do { // the parent's is empty for a moment while rubik writes it, which a kernel's is not
      Files.copy(
          directory.resolveSibling(file), made.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    } while (Files.size(made.resolve(file)) == 0);
    for (var more : MORE_FILES.getOrDefault(controller, Map.of()).entrySet()) {
      Files.writeString(made.resolve(more.getKey()), more.getValue() + "\n");
    }
    return new NewCgroup(made, made.resolve(file), directory);
  }

  /** A cgroup that is not there yet, with the file of its level. */
  public record NewCgroup(Path made, Path levelFile, Path directory) {

    /** Gives it a level of its own, which the kernel would not. */
    public NewCgroup withLevel(String level) throws IOException {
      Files.writeString(levelFile, level + "\n");
      return this;
    }

    /** Has it appear. */
    public void appear() throws IOException {
      Files.move(made, directory);
    }
  }

  /** Removes a cgroup and those below it in every hierarchy, if they are there. */
  public void removeCgroup(String path) throws IOException {
    for (String controller : LEVEL_FILES.keySet()) {
      Path directory = directory(controller, path);
      if (Files.exists(directory)) {
        PathUtils.deleteDirectory(
            Files.move(directory, Files.createDirectories(aside()).resolve("gone")));
      }
    }
  }

  private Path directory(String controller, String path) {
    return root.resolve("sys/fs/cgroup").resolve(controller).resolve(path);
  }

  /** Returns a place, not used before, on the same file system, of which rubik does not know. */
  private Path aside() {
    return root.resolve("aside/cgroup-" + asides.incrementAndGet());
  }

  /** Returns the file of a cgroup's level. */
  public Path levelFile(String controller, String path) {
    return directory(controller, path).resolve(String.valueOf(LEVEL_FILES.get(controller)));
  }

  /** Returns a cgroup's level, "gone" when there is no such cgroup. */
  public String level(String controller, String path) {
    try {
      return Files.readString(levelFile(controller, path)).strip();
    } catch (NoSuchFileException e) {
      return "gone";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what a file of a cgroup holds. */
  public String read(String controller, String path, String file) throws IOException {
    return Files.readString(directory(controller, path).resolve(file)).strip();
  }

  /** Sets a file of a cgroup, as another process than rubik. */
  public void set(String controller, String path, String file, String value) throws IOException {
    Files.writeString(directory(controller, path).resolve(file), value + "\n");
  }

  /** Sets a cgroup's level in every hierarchy, as another process than rubik. */
  public void setLevel(String path, String level) throws IOException {
    for (String controller : LEVEL_FILES.keySet()) {
      Files.writeString(levelFile(controller, path), level + "\n");
    }
  }

  /** Returns the cgroups below one, by their names, none when it is not there. */
  public List<String> children(String path) throws IOException {
    Path directory = directory("cpu", path);
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (var children = Files.list(directory)) {
      return children
          .filter(Files::isDirectory)
          .map(child -> child.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
