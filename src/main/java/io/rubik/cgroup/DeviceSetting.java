package io.rubik.cgroup;

/** A control whose file has a line for each block device, each of which is a setting of its own. */
public final class DeviceSetting<T> {

  private final AttributeFiles<LineType<T>> files;

  private DeviceSetting(AttributeFiles<LineType<T>> files) {
    this.files = files;
  }

  /** Returns a control that exists only on cgroup v1. */
  static <T> DeviceSetting<T> onV1(Controller controller, String file, LineType<T> form) {
    return new DeviceSetting<>(AttributeFiles.onV1(controller, file, form));
  }

  /** Returns the control of a v1 file with its v2 counterpart added. */
  DeviceSetting<T> andOnV2(String file, LineType<T> form) {
    return new DeviceSetting<>(files.andOnV2(file, form));
  }

  /** Returns the setting of one device; it leaves the lines of others alone. */
  public Setting<T> at(Device device) {
    return Setting.ofLine(files, device);
  }

  /** Returns whether the settings of its devices have that name in the journal. */
  boolean isNamed(String text) {
    String onV2 = files.form(CgroupVersion.V2).map(LineType::name).orElse("");
    return text.equals(files.name()) || text.equals(files.name(CgroupVersion.V2) + " " + onV2);
  }
}
