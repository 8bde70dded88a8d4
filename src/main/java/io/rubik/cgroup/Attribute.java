package io.rubik.cgroup;

import java.util.Optional;

/**
 * A kernel control of a cgroup, as data: where it is and what it holds.
 *
 * @param controller whose hierarchy it is in on cgroup v1
 * @param v1 where it is on cgroup v1, empty when there is none
 * @param v2 where it is on cgroup v2, empty when there is none
 * @param isLasting whether what rubik has set stays, because the kernel does not take it back
 */
public record Attribute<T>(
    Controller controller, Optional<Place<T>> v1, Optional<Place<T>> v2, boolean isLasting) {

  /**
   * Where one version of cgroup has the control.
   *
   * @param type the form of its value there
   */
  public record Place<T>(String file, ValueType<T> type) {}

  /** Returns an attribute that is on cgroup v1 alone. */
  static <T> Attribute<T> onV1(Controller controller, String file, ValueType<T> type) {
    return new Attribute<>(
        controller, Optional.of(new Place<>(file, type)), Optional.empty(), false);
  }

  /** Returns an attribute that is on cgroup v2 alone. */
  static <T> Attribute<T> onV2(Controller controller, String file, ValueType<T> type) {
    return new Attribute<>(
        controller, Optional.empty(), Optional.of(new Place<>(file, type)), false);
  }

  /** Returns the attribute of a v1 file with its v2 counterpart added. */
  Attribute<T> andOnV2(String file, ValueType<T> type) {
    return new Attribute<>(controller, v1, Optional.of(new Place<>(file, type)), isLasting);
  }

  /** Returns the same attribute as one whose value stays when rubik lets go of it. */
  Attribute<T> lasting() {
    return new Attribute<>(controller, v1, v2, true);
  }

  /** Returns where the attribute is, empty when that version has no such control. */
  public Optional<Place<T>> place(CgroupVersion version) {
    return switch (version) {
      case V1 -> v1;
      case V2 -> v2;
    };
  }

  /** Returns the attribute's file name, empty when that version has no such control. */
  public Optional<String> file(CgroupVersion version) {
    return place(version).map(Place::file);
  }

  /** Returns the name the kernel's documentation knows it by. */
  @Override
  public String toString() {
    return v1.or(() -> v2).orElseThrow().file();
  }
}
