package io.rubik.cgroup;

import java.util.Optional;

/** A control that does something when it is written, and leaves nothing to restore. */
public final class Trigger<T> extends FileAttribute<ValueWriter<T>>
    implements WritableAttribute<T> {

  private Trigger(AttributeFiles<ValueWriter<T>> files) {
    super(files);
  }

  /** Returns a trigger that exists only on cgroup v1. */
  public static <T> Trigger<T> onV1(Controller controller, String file, ValueWriter<T> form) {
    return new Trigger<>(AttributeFiles.onV1(controller, file, form));
  }

  /** Returns a trigger that exists only on cgroup v2. */
  public static <T> Trigger<T> onV2(Controller controller, String file, ValueWriter<T> form) {
    return new Trigger<>(AttributeFiles.onV2(controller, file, form));
  }

  @Override
  public Optional<ValueWriter<T>> writer(CgroupVersion version) {
    return files().form(version);
  }
}
