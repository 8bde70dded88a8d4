package io.rubik.cgroup.kubepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerIdTest {

  @ParameterizedTest
  @CsvSource({
    "docker://4f5c, DOCKER",
    "containerd://4f5c, CONTAINERD",
    "iSulad://4f5c, ISULAD",
    "cri-o://4f5c, CRIO"
  })
  void schemeTellsTheRuntime(String text, ContainerRuntime runtime) {
    assertEquals(new ContainerId(runtime, "4f5c"), ContainerId.parse(text));
  }

  @Test
  void idMayHave128Characters() {
    String id = "aZ09_-".repeat(21) + "ab";

    assertEquals(128, id.length());
    assertEquals(id, ContainerId.parse("containerd://" + id).id());
    assertUnsafe("containerd://" + id + "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containerd://",
        "containerd://.",
        "containerd://..",
        "containerd://../..",
        "containerd:///etc",
        "containerd://a/b",
        "containerd://a/",
        "containerd://a.scope",
        "containerd://a b",
        "containerd://a\0",
        "containerd://a\n",
        "containerd://a:b",
        "containerd://a\\b",
        "containerd://\u0661\u0662",
        "containerd://\u00e9",
        "containerd://docker://4f5c"
      })
  void idThatIsNoPlainNameIsRefused(String text) {
    assertUnsafe(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "4f5c", "://4f5c", "containerd", "containerd:/4f5c", "Docker://4f5c", "x://1"})
  void unknownRuntimeIsRefusedWithTheKnown(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ContainerId.parse(text));

    assertEquals(
        "container ID \""
            + text
            + "\" does not name a known runtime (docker://, containerd://, iSulad://, cri-o://)",
        e.getMessage());
  }

  private static void assertUnsafe(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ContainerId.parse(text));
    assertTrue(String.valueOf(e.getMessage()).endsWith("\" is not a plain name"), e.getMessage());
  }
}
