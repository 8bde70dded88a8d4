package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof of the tables: the kernel below does the same, in a cgroup made for the test. */
final class KernelRulesOnRealKernelTest {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final String CGROUP = "rubik-kernel-rules-" + ProcessHandle.current().pid();

  @AfterEach
  void removeCgroups() throws IOException {
    for (String hierarchy : List.of("", "cpu", "memory")) {
      Path cgroup = MOUNT.resolve(hierarchy).resolve(CGROUP);
      if (Files.isDirectory(cgroup)) {
        remove(cgroup);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.rubik.testing.KernelRule#all")
  void theKernelKeepsTheRule(KernelRule rule) throws IOException {
    Path cgroup = makeCgroup(rule.hierarchy());
    for (String file : KernelRuleScript.files(rule.script())) {
      Path control = cgroup.resolve(file.substring(file.lastIndexOf('/') + 1));
      assumeTrue(Files.exists(control), () -> "the kernel has no " + control);
    }

    assertEquals(rule.script(), new KernelRuleScript(cgroup).run(rule.script()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.rubik.testing.FileOperation#all")
  void theKernelTreatsFilesSo(FileOperation operation) throws IOException {
    Path cgroup = makeCgroup("cpu");

    assertEquals(operation.outcome(), operation.run(cgroup));
  }

  private static Path makeCgroup(String hierarchy) {
    Path mount = MOUNT.resolve(hierarchy);
    assumeTrue(Files.exists(mount.resolve("cgroup.procs")), () -> mount + " is not a cgroup mount");
    try {
      return Files.createDirectory(mount.resolve(CGROUP));
    } catch (IOException e) {
      return abort("no cgroup can be made, which takes root and a writable mount: " + e);
    }
  }

  private static void remove(Path cgroup) throws IOException {
    List<Path> directories;
    try (Stream<Path> tree = Files.walk(cgroup)) {
      directories = tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path directory : directories) {
      Files.delete(directory);
    }
  }
}
