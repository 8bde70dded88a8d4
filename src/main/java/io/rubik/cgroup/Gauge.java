package io.rubik.cgroup;

import java.util.Optional;

/** A control that the kernel alone sets and rubik reads. */
public final class Gauge<T> implements ReadableAttribute<T> {

  private final AttributeFiles<ValueReader<T>> files;

  private Gauge(AttributeFiles<ValueReader<T>> files) {
    this.files = files;
  }

  /** Returns a gauge that is on cgroup v1 alone. */
  static <T> Gauge<T> onV1(Controller controller, String file, ValueReader<T> form) {
    return new Gauge<>(AttributeFiles.onV1(controller, file, form));
  }

  /** Returns the gauge of a v1 file with its v2 counterpart added. */
  Gauge<T> andOnV2(String file, ValueReader<T> form) {
    return new Gauge<>(files.andOnV2(file, form));
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
  public Optional<ValueReader<T>> reader(CgroupVersion version) {
    return files.form(version);
  }

  /** Returns the name of its file, on v1 if there is one. */
  @Override
  public String toString() {
    return files.name();
  }
}
