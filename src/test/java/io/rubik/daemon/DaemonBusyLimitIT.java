package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import io.rubik.testing.RealHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hard limit that a real kernel refuses the packaged daemon: the file of one container is that of
 * a cgroup of this machine, with a process in it whose memory cannot be reclaimed.
 */
class DaemonBusyLimitIT extends DaemonShortOfMemory {

  /** Holds 64 MiB until its standard input ends. */
  private static final String HOLD =
      "echo $$ >\"$0\"; held=$(head -c 67108864 /dev/zero | tr '\\0' x); echo held; read -r end";

  @BeforeEach
  void enableDynLevel() throws IOException {
    enable("\"dynMemory\"", "dynLevel");
  }

  private Process hold(Path cgroup) throws IOException {
    Path procs = cgroup.resolve("cgroup.procs");
    return new ProcessBuilder("/bin/sh", "-c", HOLD, procs.toString()).start();
  }

  @Test
  void refusedLimitIsReportedAndRetriedWithoutDelayingOthers() throws Exception {
    JsonObject busy = addUser("busy", true);
    JsonObject batch = addUser("batch", true);
    node.set("memory", container(busy), "memory.usage_in_bytes", "0");
    try (RealHost host = RealHost.in(directory.resolve("real"), List.of("memory"))) {
      Path cgroup = host.cgroup("memory", "busy");
      Path limit = cgroup.resolve(HARD_FILE);
      String before = Files.readString(limit);
      Path link =
          node.root().resolve("sys/fs/cgroup/memory").resolve(container(busy)).resolve(HARD_FILE);
      Files.delete(link);
      Files.createSymbolicLink(link, limit);
      Process holder = hold(cgroup);
      try (RubikProcess rubik = startReady()) {
        assertEquals("held", holder.inputReader().readLine());

        free(400);

        rubik.awaitOutput(" cannot be lowered: ");
        rubik.awaitOutput("cannot be written: Device or resource busy");
        assertEquals(before, Files.readString(limit));
        await(container(batch), HARD_FILE, lowered(400));

        holder.outputWriter().close();
        assertEquals(1, holder.waitFor());
        await(container(busy), HARD_FILE, pages(8 * MIB));
        assertEquals(0, rubik.stop());
      } finally {
        holder.destroyForcibly().waitFor();
      }
      assertEquals(before, Files.readString(limit));
    }
    assertAsBefore(batch);
    assertFalse(Files.exists(journal()), "the journal is gone");
  }
}
