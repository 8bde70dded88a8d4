package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged daemon whose /run/rubik is a file system of some kilobytes, which it alone sees and
 * which takes nothing more.
 */
class DaemonFullRunIT extends DaemonOnScratchNode {

  private static final String MOUNT = "mount -t tmpfs -o mode=700,%s tmpfs '%s'\n";
  private Path run;

  @BeforeEach
  void makeDirectory() throws Exception {
    run = Files.createDirectories(node.root().resolve("run/rubik"));
    Process unshare = new ProcessBuilder("unshare", "-Urm", "true").start();
    assumeTrue(unshare.waitFor() == 0, "no user namespace can be made, to mount a full disk in");
  }

  /** It did not start. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "full; size=4k; cat /dev/zero >'%s/filler' 2>/dev/null || true; No space left on device",
        "without an inode; nr_inodes=1; : '%s'; No space left on device",
        "read-only; size=8k; mount -o remount,ro '%s'; Read-only file system"
      })
  void podsAreMarkedAndTheLackIsReported(String what, String options, String spoil, String reason)
      throws Exception {
    JsonObject batch = addPod("batch", true);
    String commands = MOUNT.formatted(options, run) + spoil.formatted(run) + "\n";
    try (RubikProcess rubik = RubikProcess.startAfter(commands, node, output)) {
      rubik.awaitOutput("ready: ");
      awaitOffline(batch);
      awaitOffline(addPod("later", true));

      assertEquals(0, rubik.stop());
    }
    String said = Files.readString(output);
    assertEquals(1, said.lines().filter(line -> line.contains("level=warn")).count(), said);
    assertTrue(said.contains(reason), said);
  }

  /** What it had changed stayed changed. */
  @Test
  void whatAKilledRubikHadChangedIsRestoredOnAFullDisk() throws Exception {
    node.config("{\"agent\": {\"enabledFeatures\": [\"quotaBurst\"]}}");
    List<String> cgroups = addBurstyPod();
    String pod = cgroups.getFirst();
    String container = cgroups.getLast();
    try (RubikProcess rubik = RubikProcess.startAfter(killAndRestore(), node, output)) {
      rubik.awaitOutput("ready: ");
      assertEquals("20000", node.read("cpu", container, "cpu.cfs_burst_us"));
      Files.createFile(go());
      assertEquals(0, rubik.awaitExit());
    }
    String said = Files.readString(output);
    assertEquals("7000", node.read("cpu", container, "cpu.cfs_burst_us"), said);
    assertEquals("0", node.read("cpu", pod, "cpu.cfs_burst_us"), said);
    assertTrue(said.endsWith("restored: 0, rubik.lock journal.aside.1 filler\n"), said);
  }

  private Path go() {
    return directory.resolve("go");
  }

  /** The killed one has left a line that is not whole, so that its journal is to be mended, too. */
  private String killAndRestore() throws IOException {
    return MOUNT.formatted("size=12k", run)
        + "\"$@\" & pid=$!\n"
        + "until [ -e '%s' ]; do sleep 0.1; done\n".formatted(go())
        + "kill -9 $pid; wait $pid || true\n"
        + "printf '{\"hold\":' >>'%s/journal'\n".formatted(run)
        + "cat /dev/zero >'%s/filler' 2>/dev/null || true\n".formatted(run)
        + "export RUBIK_GIVE_BACK=yes; status=0; \"$@\" || status=$?\n"
        + "echo restored: $status, $(ls -r '%s')\n".formatted(run)
        + "exit 0\n";
  }
}
