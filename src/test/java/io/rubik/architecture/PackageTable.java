package io.rubik.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which package may import which; docs/ARCHITECTURE.md explains it. A package that is not in the
 * table may not exist.
 */
final class PackageTable extends ArchCondition<JavaClass> {

  private static final String ROOT = "io.rubik";
  private static final String ANY_FEATURE = "feature.*";
  private static final Set<String> ALL = Set.of("*");
  private static final Set<String> FOR_FEATURES =
      Set.of(
          "pod",
          "cgroup",
          "cgroup.kubepods",
          "host",
          "config",
          "control",
          "capability",
          "usage",
          "eviction",
          "problem",
          "loop",
          "text");

  private static final Map<String, Set<String>> MAY_IMPORT = new LinkedHashMap<>();

  static {
    MAY_IMPORT.put("", Set.of("agent", "config", "logging", "text"));
    MAY_IMPORT.put("agent", ALL);
    MAY_IMPORT.put("text", Set.of());
    MAY_IMPORT.put("loop", Set.of());
    MAY_IMPORT.put("problem", Set.of("loop", "text"));
    MAY_IMPORT.put("config", Set.of("text"));
    MAY_IMPORT.put("logging", Set.of("config", "text"));
    MAY_IMPORT.put("host", Set.of("problem", "loop", "text"));
    MAY_IMPORT.put("cgroup", Set.of("host", "problem"));
    MAY_IMPORT.put("cgroup.kubepods", Set.of("cgroup"));
    MAY_IMPORT.put("cgroup.watch", Set.of("cgroup", "cgroup.kubepods", "problem", "loop", "text"));
    MAY_IMPORT.put("pod", Set.of("cgroup", "cgroup.kubepods", "problem", "loop", "text"));
    MAY_IMPORT.put("capability", Set.of("cgroup", "host"));
    MAY_IMPORT.put("usage", Set.of("capability", "cgroup", "host", "problem", "loop"));
    MAY_IMPORT.put("control", Set.of("pod", "cgroup", "host", "problem", "loop", "text"));
    MAY_IMPORT.put("eviction", Set.of("pod", "cgroup", "host", "problem", "loop", "text"));
    MAY_IMPORT.put("status", Set.of("pod", "control", "capability", "problem"));
    MAY_IMPORT.put("kube.json", Set.of("pod"));
    MAY_IMPORT.put("kube.credentials", Set.of("kube.json", "problem", "text"));
    MAY_IMPORT.put("kube.http", Set.of("kube.credentials", "kube.json", "problem", "loop", "text"));
    MAY_IMPORT.put("kube", Set.of("kube.http", "kube.json", "pod", "problem", "loop", "text"));
    MAY_IMPORT.put("feature", FOR_FEATURES);
    Set<String> forOneFeature = new TreeSet<>(FOR_FEATURES);
    forOneFeature.add("feature");
    MAY_IMPORT.put(ANY_FEATURE, forOneFeature);
  }

  PackageTable() {
    super("import only what the package table allows");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Optional<String> from = rubikPackage(type);
    if (from.isEmpty()) {
      return;
    }
    if (!MAY_IMPORT.containsKey(row(from.get()))) {
      String message = type.getName() + " is in a package that is not in the table";
      events.add(SimpleConditionEvent.violated(type, message));
      return;
    }
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      Optional<String> to = rubikPackage(dependency.getTargetClass().getBaseComponentType());
      if (to.isPresent() && !isAllowed(from.get(), to.get())) {
        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
      }
    }
  }

  private static boolean isAllowed(String from, String to) {
    Set<String> allowed = MAY_IMPORT.getOrDefault(row(from), Set.of());
    return from.equals(to) || allowed.contains(to) || allowed.contains("*");
  }

  private static String row(String name) {
    return name.matches("feature\\.[^.]+") ? ANY_FEATURE : name;
  }

  /** Returns the package without {@code io.rubik.}, empty for a class of somebody else's. */
  private static Optional<String> rubikPackage(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(ROOT)) {
      return Optional.of("");
    }
    return name.startsWith(ROOT + ".")
        ? Optional.of(name.substring(ROOT.length() + 1))
        : Optional.empty();
  }
}
