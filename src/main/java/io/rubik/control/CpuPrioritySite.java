package io.rubik.control;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.OpenControl;
import io.rubik.cgroup.Setting;
import io.rubik.cgroup.ValueType;
import java.io.IOException;
import java.util.Optional;

/** The CPU priority of a cgroup, which two of its files hold. */
record CpuPrioritySite(Cgroup cgroup, ValueType<CpuPriority> type) implements Site<CpuPriority> {

  private static final int IDLE = 1;

  @Override
  public boolean exists() {
    return cgroup.exists(Controller.CPU);
  }

  @Override
  public Optional<String> identity() {
    return cgroup.identity(Controller.CPU);
  }

  @Override
  public Optional<String> hierarchy() {
    return cgroup.hierarchy(Controller.CPU);
  }

  /** What the file of the weight reads while idle differs between kernels, and means nothing. */
  @Override
  public Optional<CpuPriority> read() throws IOException {
    return isIdle()
        ? Optional.of(CpuPriority.IDLE)
        : cgroup.read(CpuPriority.WEIGHT_FILE).map(CpuPriority::weight);
  }

  private boolean isIdle() throws IOException {
    return cgroup.has(CpuPriority.IDLE_FILE)
        && cgroup.read(CpuPriority.IDLE_FILE).equals(Optional.of(IDLE));
  }

  @Override
  public void writeAndVerify(CpuPriority value) throws IOException {
    if (value.isIdle()) {
      cgroup.writeAndVerify(CpuPriority.IDLE_FILE, IDLE);
      return;
    }
    if (isIdle()) {
      cgroup.write(CpuPriority.IDLE_FILE, 0);
    }
    cgroup.writeAndVerify(CpuPriority.WEIGHT_FILE, value.weight());
  }

  @Override
  public Optional<OpenControl<CpuPriority>> open() {
    return Optional.empty();
  }

  @Override
  public boolean isIn(String file) {
    return isOf(CpuPriority.IDLE_FILE, file) || isOf(CpuPriority.WEIGHT_FILE, file);
  }

  private boolean isOf(Setting<?> setting, String file) {
    return setting.file(cgroup.version()).equals(Optional.of(file));
  }

  /** kubelet writes the weights of classes every minute, systemd those of any unit. */
  @Override
  public Meddling judge(CpuPriority found, Optional<CpuPriority> original) {
    return Meddling.ORDINARY;
  }

  @Override
  public boolean isLasting() {
    return false;
  }

  @Override
  public Address address() {
    return new Address(
        Address.Kind.CGROUP,
        cgroup.toString(),
        Attributes.CPU_PRIORITY.name(cgroup.version()),
        Attributes.CPU_PRIORITY.key());
  }

  /** Returns the file of the weight, which every kernel has. */
  @Override
  public String toString() {
    return cgroup.name(CpuPriority.WEIGHT_FILE);
  }
}
