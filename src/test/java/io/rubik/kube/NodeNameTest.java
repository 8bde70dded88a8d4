package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeNameTest {

  @TempDir Path root;

  @Test
  void variableWins() {
    assertEquals("n1", NodeName.from(Map.of("RUBIK_NODE_NAME", "n1"), "host").value());
  }

  @Test
  void hostNameIsUsedInLowerCase() {
    assertEquals("host1.example", NodeName.from(Map.of(), "Host1.Example").value());
    assertEquals("host", NodeName.from(Map.of("RUBIK_NODE_NAME", ""), "host").value());
  }

  @Test
  void hostNameIsTheKernels() throws IOException {
    Files.createDirectories(root.resolve("proc/sys/kernel"));
    Files.writeString(root.resolve("proc/sys/kernel/hostname"), "worker-3\n");

    assertEquals("worker-3", NodeName.readHostName(root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"N1", "a_b", "-a", "a-", "a..b", ".a", "a,metadata.name=x", "a b", "ä"})
  void otherNamesAreRefused(String name) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> NodeName.from(Map.of("RUBIK_NODE_NAME", name), "host"));

    assertTrue(String.valueOf(e.getMessage()).contains("RUBIK_NODE_NAME"), e.getMessage());
  }

  @Test
  void noNameAtAllIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> NodeName.from(Map.of(), ""));
    assertThrows(IllegalArgumentException.class, () -> new NodeName("a".repeat(254)));
  }
}
