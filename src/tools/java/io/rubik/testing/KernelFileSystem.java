package io.rubik.testing;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.tests.mockfile.FilterFileSystem;

/**
 * A file system in memory that behaves under its cgroup mount as the kernel does. The methods that
 * take a path as text act as the kernel: they bypass rules, faults and the record.
 */
public final class KernelFileSystem extends FilterFileSystem {
  private static final String RESCTRL = "/sys/fs/resctrl";
  private final CgroupMount mount;
  private final Recording recording;
  private final Faults faults;

  private KernelFileSystem(
      KernelProvider provider,
      FileSystem wrapped,
      CgroupMount mount,
      Recording recording,
      Faults faults) {
    super(provider, wrapped);
    this.mount = mount;
    this.recording = recording;
    this.faults = faults;
  }

  /** One hierarchy for each name, such as {@code memory}; {@code cpu,cpuacct} comes with links. */
  public static KernelFileSystem v1(String cgroupRoot, Kernel kernel, List<String> hierarchies)
      throws IOException {
    FileSystem files = memory();
    return over(files, CgroupMount.v1(files, cgroupRoot, kernel, hierarchies));
  }

  /** The one hierarchy of cgroup v2, with all controllers enabled everywhere. */
  public static KernelFileSystem v2(String cgroupRoot, Kernel kernel) throws IOException {
    FileSystem files = memory();
    return over(files, CgroupMount.v2(files, cgroupRoot, kernel));
  }

  private static FileSystem memory() {
    return Jimfs.newFileSystem(
        Configuration.unix().toBuilder().setAttributeViews("basic", "posix", "unix").build());
  }

  private static KernelFileSystem over(FileSystem files, CgroupMount mount) {
    Recording recording = new Recording();
    Faults faults = new Faults();
    KernelProvider provider = new KernelProvider(files, mount, recording, faults);
    KernelFileSystem wrapper = new KernelFileSystem(provider, files, mount, recording, faults);
    provider.attach(wrapper);
    return wrapper;
  }

  /** What was done through this file system. */
  public Recording recording() {
    return recording;
  }

  /** What is to go wrong. */
  public Faults faults() {
    return faults;
  }

  /** Makes a cgroup and those above it; nothing if it exists. */
  public void makeCgroup(String path) throws IOException {
    synchronized (mount) {
      make(mount.canonical(delegate.getPath(path)));
    }
  }

  private void make(Path path) throws IOException {
    if (!Files.exists(path)) {
      make(Objects.requireNonNull(path.getParent()));
      mount.hierarchy(path).orElseThrow().create(path);
    }
  }

  /** Removes a cgroup and those below it; nothing if it does not exist. */
  public void removeCgroup(String path) throws IOException {
    synchronized (mount) {
      Path canonical = mount.canonical(delegate.getPath(path));
      if (Files.exists(canonical)) {
        remove(mount.hierarchy(canonical).orElseThrow().cgroup(canonical));
      }
    }
  }

  private void remove(KernelCgroup cgroup) throws IOException {
    for (KernelCgroup child : cgroup.children()) {
      remove(child);
    }
    mount.hierarchy(cgroup.path()).orElseThrow().remove(cgroup.path());
  }

  /** Mounts resctrl. */
  public void makeResctrl() throws IOException {
    mount.addResctrl(delegate.getPath(RESCTRL));
  }

  /** The schemata of a resctrl group, empty when it is not there. */
  public Optional<String> resctrlSchemata(String group) throws IOException {
    String file = RESCTRL + "/" + group + "/" + Schemata.FILE;
    return Files.exists(delegate.getPath(file)) ? Optional.of(text(file)) : Optional.empty();
  }

  /** Makes a resctrl group if need be, and sets its schemata. */
  public void setResctrl(String group, String schemata) throws IOException {
    makeCgroup(RESCTRL + "/" + group);
    setText(RESCTRL + "/" + group + "/" + Schemata.FILE, "    " + schemata + "\n");
  }

  /** What a file holds, to the byte. */
  public String text(String path) throws IOException {
    synchronized (mount) {
      return Files.readString(delegate.getPath(path));
    }
  }

  /** Sets what a file holds; makes the file, and the directories above an ordinary one. */
  public void setText(String path, String text) throws IOException {
    synchronized (mount) {
      Path file = mount.canonical(delegate.getPath(path));
      if (!mount.contains(file)) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
      }
      Files.writeString(file, text);
    }
  }

  /** Takes a file away, as if the kernel did not have it. */
  public void removeFile(String path) throws IOException {
    Files.delete(delegate.getPath(path));
  }
}
