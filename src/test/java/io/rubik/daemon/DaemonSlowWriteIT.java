package io.rubik.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.rubik.standin.PodJson;
import io.rubik.testing.DatagramSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged daemon in a slow write: {@code memory.force_empty} is a named pipe, and opening it
 * blocks until a process reads.
 */
class DaemonSlowWriteIT extends DaemonShortOfMemory {

  private static final String EMPTY_FILE = "memory.force_empty";

  private JsonObject slow = new JsonObject();
  private JsonObject saver = new JsonObject();
  private Path pipe = Path.of("");

  @BeforeEach
  void makeSlowPod() throws Exception {
    enable("\"preemption\", \"quotaBurst\", \"dynMemory\"", "dynLevel");
    slow = addUser("slow", true);
    saver =
        server
            .pods()
            .put(
                PodJson.pod("default", "saver")
                    .node(NODE)
                    .running("main-saver")
                    .annotation("volcano.sh/quota-burst-time", "20000"));
    kubelet.sync();
    node.set("cpu", container(saver), "cpu.cfs_quota_us", "50000");
    pipe = node.root().resolve("sys/fs/cgroup/memory").resolve(container(slow)).resolve(EMPTY_FILE);
    Files.delete(pipe);
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
  }

  private String burst() throws IOException {
    return node.read("cpu", container(saver), "cpu.cfs_burst_us");
  }

  /** Starts under a service manager, whose watchdog is what looks at the threads. */
  private RubikProcess startStuck() throws IOException, TimeoutException {
    try (DatagramSocket manager = new DatagramSocket(directory.resolve("notify"))) {
      return startStuck(manager);
    }
  }

  private RubikProcess startStuck(DatagramSocket manager) throws IOException, TimeoutException {
    RubikProcess rubik =
        RubikProcess.start(
            output,
            Map.of(
                "RUBIK_ROOT", node.root().toString(),
                "NOTIFY_SOCKET", directory.resolve("notify").toString(),
                "WATCHDOG_USEC", "2000000"),
            List.of());
    awaitFed(manager);
    rubik.awaitOutput("ready: ");
    free(2500);
    await(container(slow), SOFT_FILE, lowered(2500));
    free(1200);
    Eventually.until(
        "the slow write is logged",
        SOON,
        () -> {
          drain(manager);
          return rubik.output().contains(EMPTY_FILE + ": slow write by dynMemory is not finished");
        });
    awaitFed(manager);
    return rubik;
  }

  /** Takes what was sent so far: who sends waits while too much of it is not taken. */
  private static void drain(DatagramSocket manager) {
    Optional<String> message = manager.receive();
    while (message.isPresent()) {
      message = manager.receive();
    }
  }

  /** Waits for the watchdog to be fed once more. */
  private static void awaitFed(DatagramSocket manager) throws IOException, TimeoutException {
    drain(manager);
    Eventually.until(
        "the watchdog is fed",
        SOON,
        () -> manager.receive().filter(message -> message.equals("WATCHDOG=1")).isPresent());
  }

  @Test
  void slowWriteIsReportedAndOtherFeaturesContinue() throws Exception {
    try (RubikProcess rubik = startStuck()) {
      JsonObject late = addUser("late", true);
      awaitOffline(late);
      assertEquals("", read(container(late), EMPTY_FILE), "dynMemory is still in its write");

      free(5000);
      assertEquals("0", Files.readString(pipe));

      rubik.awaitOutput(container(slow) + "/" + EMPTY_FILE + ": slow write by dynMemory took ");
      await(container(slow), SOFT_FILE, OWN_LIMIT);
      assertEquals(0, rubik.stop());
      assertFalse(rubik.output().contains("is stuck"), rubik.output());
    }
    assertFalse(Files.exists(journal()), "the journal is gone");
  }

  /** What the stuck feature holds stays in the journal, for the next start. */
  @Test
  void stopDoesNotWaitForTheSlowWriteAndTheNextStartRestoresTheRest() throws Exception {
    try (RubikProcess rubik = startStuck()) {
      assertEquals("20000", burst());

      rubik.stop();

      assertEquals("0", burst());
      assertEquals(String.valueOf(lowered(2500)), read(container(slow), SOFT_FILE));
      assertTrue(Files.exists(journal()), "the journal is there");
    }
    free(5000);
    try (RubikProcess next = startReady()) {
      assertAsBefore(slow);
      assertEquals(0, next.stop());
    }
    assertFalse(Files.exists(journal()), "the journal is gone");
  }
}
