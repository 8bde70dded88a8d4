package io.rubik.cgroup;

import java.util.Optional;

/** A control that does something when it is written, and leaves nothing to restore. */
public final class Trigger<T> implements WritableAttribute<T> {

  private final AttributeFiles<ValueWriter<T>> files;

  private Trigger(AttributeFiles<ValueWriter<T>> files) {
    this.files = files;
  }

  /** Returns a trigger that is on cgroup v1 alone. */
  static <T> Trigger<T> onV1(Controller controller, String file, ValueWriter<T> form) {
    return new Trigger<>(AttributeFiles.onV1(controller, file, form));
  }

  /** Returns a trigger that is on cgroup v2 alone. */
  static <T> Trigger<T> onV2(Controller controller, String file, ValueWriter<T> form) {
    return new Trigger<>(AttributeFiles.onV2(controller, file, form));
  }

  @Override
  public Controller controller() {
    return files.controller();
  }

  @Override
  public Optional<String> file(CgroupVersion version) {
    return files.file(version);
  }

  @Override
  public Optional<ValueWriter<T>> writer(CgroupVersion version) {
    return files.form(version);
  }

  /** Returns the name of its file, on v1 if there is one. */
  @Override
  public String toString() {
    return files.name();
  }
}
