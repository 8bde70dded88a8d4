package io.rubik.cgroup;

import java.util.Optional;

/** A control that only the kernel sets and rubik reads. */
public final class Gauge<T> extends FileAttribute<ValueReader<T>> implements ReadableAttribute<T> {

  private Gauge(AttributeFiles<ValueReader<T>> files) {
    super(files);
  }

  /** Returns a gauge that exists only on cgroup v1. */
  public static <T> Gauge<T> onV1(Controller controller, String file, ValueReader<T> form) {
    return new Gauge<>(AttributeFiles.onV1(controller, file, form));
  }

  /** Returns the gauge of a v1 file with its v2 counterpart added. */
  public Gauge<T> andOnV2(String file, ValueReader<T> form) {
    return new Gauge<>(files().andOnV2(file, form));
  }

  @Override
  public Optional<ValueReader<T>> reader(CgroupVersion version) {
    return files().form(version);
  }
}
