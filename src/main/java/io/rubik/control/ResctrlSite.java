package io.rubik.control;

import io.rubik.cgroup.OpenControl;
import io.rubik.cgroup.ValueType;
import io.rubik.host.HostPaths;
import io.rubik.host.KernelFile;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A resctrl control group, which is a directory of the mounted file system. A removed group's tasks
 * go back to the root group (Documentation/arch/x86/resctrl.rst).
 */
record ResctrlSite(ResctrlName name, Path mount) implements Site<ResctrlGroup> {

  private static final String MOUNT = "/sys/fs/resctrl";
  private static final String SCHEMATA = "schemata";

  static ResctrlSite of(ResctrlName name, HostPaths host) {
    return new ResctrlSite(name, host.resolve(MOUNT));
  }

  /** A group may be made wherever resctrl is mounted. */
  @Override
  public boolean exists() {
    return Files.exists(mount.resolve(SCHEMATA));
  }

  @Override
  public Optional<String> identity() {
    return hierarchy();
  }

  @Override
  public Optional<String> hierarchy() {
    if (!exists()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Files.readAttributes(mount, BasicFileAttributes.class).fileKey())
          .map(Object::toString);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<ResctrlGroup> read() throws IOException {
    if (!exists()) {
      return Optional.empty();
    }
    Path schemata = directory().resolve(SCHEMATA);
    try {
      return Optional.of(new ResctrlGroup(KernelFile.read(schemata)));
    } catch (NoSuchFileException e) {
      return Optional.of(ResctrlGroup.ABSENT);
    } catch (IOException e) {
      throw new IOException(schemata + ": cannot be read: " + Reason.withoutPath(e), e);
    }
  }

  /** Makes the group if need be, or removes it. */
  @Override
  public void writeAndVerify(ResctrlGroup group) throws IOException {
    if (group.isAbsent()) {
      remove();
    } else {
      make();
      KernelFile.write(directory().resolve(SCHEMATA), group.schemata() + "\n");
    }
    Optional<ResctrlGroup> found = read();
    if (found.isPresent() && !found.get().equals(group)) {
      throw new IOException(directory() + ": set " + group + ", reads " + found.get());
    }
  }

  private void make() throws IOException {
    try {
      Files.createDirectory(directory());
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new IOException(directory() + ": cannot be created: " + Reason.withoutPath(e), e);
    }
  }

  private void remove() throws IOException {
    try {
      Files.deleteIfExists(directory());
    } catch (IOException e) {
      throw new IOException(directory() + ": cannot be removed: " + Reason.withoutPath(e), e);
    }
  }

  private Path directory() {
    return mount.resolve(name.text());
  }

  @Override
  public Optional<OpenControl<ResctrlGroup>> open() {
    return Optional.empty();
  }

  @Override
  public ValueType<ResctrlGroup> type() {
    return ResctrlGroup.TYPE;
  }

  @Override
  public boolean isLasting() {
    return false;
  }

  @Override
  public Address address() {
    return new Address(Address.Kind.RESCTRL, name.text(), SCHEMATA, "");
  }

  @Override
  public String toString() {
    return "resctrl group " + name;
  }
}
