package io.rubik.cgroup;

/** Settings for tests that rubik itself does not have. */
public final class SettingFixture {

  private SettingFixture() {}

  /** Returns a whole number of the cpu hierarchy of cgroup v1, within the limits. */
  public static Setting<Integer> cpu(String file, int min, int max) {
    return Setting.onV1(Controller.CPU, file, ValueType.integer(min, max));
  }
}
