package io.rubik.cgroup;

import java.util.Optional;
import java.util.function.Function;

/**
 * Where a control is.
 *
 * @param controller whose hierarchy it is in on cgroup v1
 * @param v1 where it is on cgroup v1, empty when there is none
 * @param v2 where it is on cgroup v2, empty when there is none
 * @param <F> the form of its value
 */
record AttributeFiles<F>(Controller controller, Optional<Place<F>> v1, Optional<Place<F>> v2) {

  /** A file and the form of its value. */
  record Place<F>(String file, F form) {}

  static <F> AttributeFiles<F> onV1(Controller controller, String file, F form) {
    return new AttributeFiles<>(controller, Optional.of(new Place<>(file, form)), Optional.empty());
  }

  static <F> AttributeFiles<F> onV2(Controller controller, String file, F form) {
    return new AttributeFiles<>(controller, Optional.empty(), Optional.of(new Place<>(file, form)));
  }

  AttributeFiles<F> andOnV2(String file, F form) {
    return new AttributeFiles<>(controller, v1, Optional.of(new Place<>(file, form)));
  }

  /** Returns the same files with other forms. */
  <G> AttributeFiles<G> map(Function<F, G> change) {
    return new AttributeFiles<>(controller, map(v1, change), map(v2, change));
  }

  private static <F, G> Optional<Place<G>> map(Optional<Place<F>> place, Function<F, G> change) {
    return place.map(old -> new Place<>(old.file(), change.apply(old.form())));
  }

  Optional<String> file(CgroupVersion version) {
    return place(version).map(Place::file);
  }

  Optional<F> form(CgroupVersion version) {
    return place(version).map(Place::form);
  }

  private Optional<Place<F>> place(CgroupVersion version) {
    return switch (version) {
      case V1 -> v1;
      case V2 -> v2;
    };
  }

  /** Returns the file's name on that version, or on the other where that alone has one. */
  String name(CgroupVersion version) {
    return file(version).orElseGet(this::name);
  }

  /** Returns the file's name on v1, or on v2 where that alone has one. */
  String name() {
    return v1.or(() -> v2).orElseThrow().file();
  }
}
