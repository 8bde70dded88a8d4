package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.control.Precedence;
import io.rubik.feature.Annotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FeaturesTest {

  private static final Set<String> OF_OPENEULER =
      Set.of(
          "preemption",
          "quotaTurbo",
          "quotaBurst",
          "dynMemory",
          "ioLimit",
          "ioCost",
          "dynCache",
          "psi",
          "cpi",
          "cpuevict",
          "memoryevict");

  private static List<Annotation> annotations() {
    return Features.ALL.stream().flatMap(type -> type.annotations().stream()).toList();
  }

  @Test
  void onlyAnnotationsDeclaredByFeaturesAreRead() {
    assertTrue(Features.podKeys().maxBytes("volcano.sh/quota-turbo") > 0);
    assertTrue(Features.podKeys().maxBytes("volcano.sh/quota-burst-time") > 0);
    assertTrue(Features.podKeys().maxBytes("volcano.sh/preemptable") > 0);
    assertEquals(0, Features.podKeys().maxBytes("volcano.sh/quota"));
  }

  @Test
  void everyAnnotationIsDocumented() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    for (Annotation annotation : annotations()) {
      assertFalse(annotation.meaning().isBlank(), annotation.key());
      assertTrue(readme.contains("`" + annotation.key() + "`"), annotation.key());
    }
  }

  @Test
  void precedenceNamesOnlyFeatures() {
    assertTrue(Features.names().containsAll(Precedence.of(List.of())));
  }

  /** Whoever enables a feature of openEuler rubik gets it, or an error that it is unavailable. */
  @Test
  void everyFeatureOfOpenEulerRubikIsEitherAvailableOrNamedAsUnavailable() {
    List<String> both =
        Stream.concat(Features.names().stream(), Features.NOT_YET.stream()).toList();

    assertEquals(both.size(), Set.copyOf(both).size());
    assertTrue(both.containsAll(OF_OPENEULER), both.toString());
    assertTrue(OF_OPENEULER.containsAll(Features.NOT_YET), Features.NOT_YET.toString());
    assertTrue(
        Features.names()
            .containsAll(List.of("preemption", "quotaTurbo", "quotaBurst", "dynMemory")));
  }

  /** A table row of README.md, a key or the list of features in docs/configuration.md. */
  @Test
  void everyFeatureIsDocumented() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String keys = Files.readString(Path.of("docs/configuration.md"));

    for (String name : Features.names()) {
      assertTrue(
          readme.contains("| `" + name + "` |")
              || readme.contains("| [`" + name + "`](docs/features/"),
          "README.md has no row for " + name);
      assertTrue(keys.contains("`" + name + "`"), "docs/configuration.md does not have " + name);
    }
  }
}
