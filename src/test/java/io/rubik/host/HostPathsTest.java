package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostPathsTest {

  @ParameterizedTest
  @CsvSource({
    "/, /var/log, /var/log",
    "/, //var//log/, /var/log",
    "/, /, /",
    "/demo, /var/log, /demo/var/log",
    "/demo/, //x, /demo/x",
    "/demo, /, /demo",
    "demo, /var/log, demo/var/log",
    "../demo, /x, ../demo/x",
    "'', /var/log, var/log"
  })
  void pathIsBelowTheRoot(String root, String path, String expected) {
    assertEquals(Path.of(expected), new HostPaths(Path.of(root)).resolve(path));
  }

  @Test
  void pathsStayInTheFileSystemOfTheRoot() throws IOException {
    try (FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix())) {
      HostPaths host = new HostPaths(fileSystem.getPath("/host"));

      assertEquals(fileSystem.getPath("/host/sys/fs/cgroup"), host.resolve("/sys/fs/cgroup"));
      assertEquals(fileSystem.getPath("/host/x"), host.resolve("//x"));
    }
  }

  @Test
  void rubiksOwnPathsAreThoseOfTheGuide() {
    HostPaths host = new HostPaths(Path.of("/"));

    assertEquals(Path.of("/var/lib/rubik/config.json"), host.config());
    assertEquals(Path.of("/run/rubik"), host.run());
  }
}
