package io.rubik.cgroup;

import java.util.Objects;
import java.util.Optional;

/**
 * A control that rubik reads and sets: a whole file, or one device's line of a file. What it was
 * before is restored in the end, unless it is lasting.
 */
public final class Setting<T> extends FileAttribute<ValueType<T>>
    implements ReadableAttribute<T>, WritableAttribute<T> {

  private final boolean isLasting;
  private final String key;

  /** Distinguishes settings of one file on cgroup v2, empty where there is one. */
  private final String valueOnV2;

  private Setting(
      AttributeFiles<ValueType<T>> files, boolean isLasting, String key, String valueOnV2) {
    super(files);
    this.isLasting = isLasting;
    this.key = key;
    this.valueOnV2 = valueOnV2;
  }

  /** Returns a setting that exists only on cgroup v1. */
  public static <T> Setting<T> onV1(Controller controller, String file, ValueType<T> form) {
    return new Setting<>(AttributeFiles.onV1(controller, file, form), false, "", "");
  }

  /** Returns a setting that exists only on cgroup v2. */
  public static <T> Setting<T> onV2(Controller controller, String file, ValueType<T> form) {
    return new Setting<>(AttributeFiles.onV2(controller, file, form), false, "", "");
  }

  /** Returns a setting of one line of files that have a line for each device. */
  static <T> Setting<T> ofLine(AttributeFiles<LineType<T>> files, Device device) {
    return new Setting<>(
        files.map(form -> new DeviceLine<>(device, form)),
        false,
        device.toString(),
        files.form(CgroupVersion.V2).map(LineType::name).orElse(""));
  }

  /** Returns the setting of a v1 file with its v2 counterpart added. */
  public Setting<T> andOnV2(String file, ValueType<T> form) {
    return new Setting<>(files().andOnV2(file, form), isLasting, key, valueOnV2);
  }

  /**
   * Returns the same setting as a lasting one: the kernel does not let its original be restored.
   */
  public Setting<T> lasting() {
    return new Setting<>(files(), true, key, valueOnV2);
  }

  /** Returns whether the value stays when rubik releases it. */
  public boolean isLasting() {
    return isLasting;
  }

  /** Returns its name whatever the version of cgroup: that of its file on v1 if there is one. */
  public String name() {
    return files().name();
  }

  /** Returns its name in the journal: {@code cpu.max}, {@code io.max rbps}. */
  public String name(CgroupVersion version) {
    String file = files().name(version);
    return version == CgroupVersion.V1 || valueOnV2.isEmpty() ? file : file + " " + valueOnV2;
  }

  /** Returns whether it has that name in the journal, on either version. */
  public boolean isNamed(String text) {
    return text.equals(name()) || text.equals(name(CgroupVersion.V2));
  }

  /** Returns the device whose line it is, {@code 8:0}; empty for a whole file. */
  public String key() {
    return key;
  }

  /** Returns the form of its value, empty when that version has no such control. */
  public Optional<ValueType<T>> type(CgroupVersion version) {
    return files().form(version);
  }

  @Override
  public Optional<ValueType<T>> reader(CgroupVersion version) {
    return type(version);
  }

  @Override
  public Optional<ValueType<T>> writer(CgroupVersion version) {
    return type(version);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Setting<?> setting
        && name().equals(setting.name())
        && key.equals(setting.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name(), key);
  }

  /** Returns the name of its file, on v1 if there is one, and its device if it has one. */
  @Override
  public String toString() {
    return key.isEmpty() ? name() : name() + " " + key;
  }
}
