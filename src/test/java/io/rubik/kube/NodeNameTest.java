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

  private void hostName(String name) throws IOException {
    Files.createDirectories(root.resolve("proc/sys/kernel"));
    Files.writeString(root.resolve("proc/sys/kernel/hostname"), name + "\n");
  }

  @Test
  void variableTakesPrecedenceAndTheHostNameIsNotRead() throws IOException {
    assertEquals("n1", NodeName.from(Map.of("RUBIK_NODE_NAME", "n1"), root).value());
  }

  @Test
  void hostNameOfTheKernelIsLowerCased() throws IOException {
    hostName("Host1.Example");

    assertEquals("host1.example", NodeName.from(Map.of(), root).value());
    assertEquals("host1.example", NodeName.from(Map.of("RUBIK_NODE_NAME", ""), root).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"N1", "a_b", "-a", "a-", "a..b", ".a", "a,metadata.name=x", "a b", "ä"})
  void otherNamesAreRefused(String name) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> NodeName.from(Map.of("RUBIK_NODE_NAME", name), root));

    assertTrue(String.valueOf(e.getMessage()).contains("RUBIK_NODE_NAME"), e.getMessage());
  }

  @Test
  void missingNameIsRefused() throws IOException {
    hostName("");

    assertThrows(IllegalArgumentException.class, () -> NodeName.from(Map.of(), root));
    assertThrows(IllegalArgumentException.class, () -> new NodeName("a".repeat(254)));
  }
}
