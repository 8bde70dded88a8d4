package io.rubik.control;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.OpenControl;
import io.rubik.cgroup.Setting;
import io.rubik.cgroup.ValueType;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** A setting of a cgroup. */
record CgroupSite<T>(Cgroup cgroup, Setting<T> setting, ValueType<T> type) implements Site<T> {

  /** What kubelet writes when it resizes a pod. */
  private static final Set<Setting<?>> RESIZED =
      Set.of(Attributes.CPU_QUOTA, Attributes.MEMORY_LIMIT);

  /** What systemd knows of a unit and writes again (src/core/cgroup.c, cgroup_context_apply). */
  private static final Set<Setting<?>> OF_SYSTEMD =
      Set.of(
          Attributes.CPU_QUOTA,
          Attributes.MEMORY_LIMIT,
          Attributes.MEMORY_HIGH,
          Attributes.MEMORY_OOM_GROUP);

  @Override
  public boolean exists() {
    return cgroup.exists(setting.controller());
  }

  @Override
  public Optional<String> identity() {
    return cgroup.identity(setting.controller());
  }

  @Override
  public Optional<String> hierarchy() {
    return cgroup.hierarchy(setting.controller());
  }

  @Override
  public Optional<T> read() throws IOException {
    return cgroup.read(setting);
  }

  @Override
  public void writeAndVerify(T value) throws IOException {
    cgroup.writeAndVerify(setting, value);
  }

  @Override
  public Optional<OpenControl<T>> open() throws IOException {
    return Optional.of(cgroup.open(setting));
  }

  @Override
  public boolean isIn(String file) {
    return setting.file(cgroup.version()).equals(Optional.of(file));
  }

  @Override
  public Meddling judge(T found, Optional<T> original) {
    if (original.equals(Optional.of(found)) && OF_SYSTEMD.contains(setting)) {
      return Meddling.ORDINARY;
    }
    return RESIZED.contains(setting) ? Meddling.RESIZE : Meddling.FOREIGN;
  }

  @Override
  public boolean isLasting() {
    return setting.isLasting();
  }

  @Override
  public Address address() {
    return new Address(
        Address.Kind.CGROUP, cgroup.toString(), setting.name(cgroup.version()), setting.key());
  }

  /** Returns the file as this version of cgroup names it. */
  @Override
  public String toString() {
    return cgroup.name(setting);
  }
}
