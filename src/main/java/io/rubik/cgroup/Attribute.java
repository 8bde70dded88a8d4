package io.rubik.cgroup;

import java.util.Optional;

/**
 * A kernel control of a cgroup, as data: where it is and what it holds.
 *
 * @param controller whose hierarchy it is in on cgroup v1
 * @param v1File its file on cgroup v1, empty when there is none
 * @param v2File its file on cgroup v2, empty when there is none
 * @param type the form of its value, the same on both
 * @param isLasting whether what rubik has set stays, because the kernel does not take it back
 */
public record Attribute<T>(
    Controller controller,
    Optional<String> v1File,
    Optional<String> v2File,
    ValueType<T> type,
    boolean isLasting) {

  /** Returns an attribute that is on cgroup v1 alone. */
  static <T> Attribute<T> onV1(Controller controller, String file, ValueType<T> type) {
    return new Attribute<>(controller, Optional.of(file), Optional.empty(), type, false);
  }

  /** Returns the same attribute as one whose value stays when rubik lets go of it. */
  Attribute<T> lasting() {
    return new Attribute<>(controller, v1File, v2File, type, true);
  }

  /** Returns the attribute's file name, empty when that version has no such control. */
  public Optional<String> file(CgroupVersion version) {
    return switch (version) {
      case V1 -> v1File;
      case V2 -> v2File;
    };
  }

  /** Returns the name the kernel's documentation knows it by. */
  @Override
  public String toString() {
    return v1File.or(() -> v2File).orElseThrow();
  }
}
