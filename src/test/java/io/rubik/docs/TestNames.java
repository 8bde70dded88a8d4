package io.rubik.docs;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Finds what pages name: {@code OwnerTest}, {@code OwnerTest.method}, {@code OwnerTest.begin…} for
 * a method that begins so, {@code scripts/test-boot.sh}.
 */
final class TestNames {

  private static final Path ROOT = Path.of("src/test/java");

  private final List<Path> sources;

  TestNames() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      sources = files.filter(Files::isRegularFile).toList();
    }
  }

  /** Returns whether there is such a test or script. */
  boolean exists(String name) throws ClassNotFoundException {
    if (name.startsWith("scripts/")) {
      return Files.isExecutable(Path.of(name));
    }
    int dot = name.indexOf('.');
    String type = dot < 0 ? name : name.substring(0, dot);
    Predicate<String> method = method(dot < 0 ? "…" : name.substring(dot + 1));
    for (Path source : sources) {
      if (source.endsWith(type + ".java") && testMethods(source).anyMatch(method)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<String> method(String name) {
    return name.endsWith("…")
        ? test -> test.startsWith(name.substring(0, name.length() - 1))
        : name::equals;
  }

  private static Stream<String> testMethods(Path source) throws ClassNotFoundException {
    String file = ROOT.relativize(source).toString();
    Class<?> type = Class.forName(file.replaceFirst("\\.java$", "").replace('/', '.'));
    return AnnotationSupport.findAnnotatedMethods(
            type, Testable.class, HierarchyTraversalMode.TOP_DOWN)
        .stream()
        .map(Method::getName);
  }
}
