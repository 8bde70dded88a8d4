package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.control.Precedence;
import io.rubik.feature.Annotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FeaturesTest {

  private static List<Annotation> annotations() {
    return Features.ALL.stream().flatMap(type -> type.annotations().stream()).toList();
  }

  @Test
  void onlyAnnotationsDeclaredByFeaturesAreRead() {
    assertEquals(
        List.of("volcano.sh/quota-turbo", "volcano.sh/quota-burst-time"),
        annotations().stream().map(Annotation::key).toList());
    assertTrue(Features.podKeys().isRead("volcano.sh/quota-turbo"));
    assertTrue(Features.podKeys().isRead("volcano.sh/quota-burst-time"));
    assertTrue(Features.podKeys().isRead("volcano.sh/preemptable"));
    assertFalse(Features.podKeys().isRead("volcano.sh/quota"));
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
  void precedenceNamesExactlyTheFeatures() {
    assertEquals(Set.copyOf(Features.names()), new HashSet<>(Precedence.of(Features.names())));
  }

  @Test
  void availableFeatureIsNotListedAsUnavailable() {
    assertEquals(
        List.of("ioLimit", "ioCost", "dynCache", "psi", "cpi", "cpuevict", "memoryevict"),
        Features.NOT_YET);
  }
}
