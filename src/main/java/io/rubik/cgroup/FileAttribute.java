package io.rubik.cgroup;

import java.util.Optional;

/** What controls of every kind have in common: the files they are in, by version of cgroup. */
abstract sealed class FileAttribute<F> permits Gauge, Setting, Trigger {

  private final AttributeFiles<F> files;

  FileAttribute(AttributeFiles<F> files) {
    this.files = files;
  }

  /** Returns the controller whose hierarchy it is in on cgroup v1. */
  public final Controller controller() {
    return files.controller();
  }

  /** Returns the name of its file, empty when that version has no such control. */
  public final Optional<String> file(CgroupVersion version) {
    return files.file(version);
  }

  final AttributeFiles<F> files() {
    return files;
  }

  /** Returns the name of its file, on v1 if there is one. */
  @Override
  public String toString() {
    return files.name();
  }
}
