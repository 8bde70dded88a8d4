package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.UnavailableException;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.LogCapture;
import io.rubik.testing.RunningFeature;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** {@code /proc/sys/vm/memcg_qos_enable} of an openEuler node while preemption runs. */
class MemcgSwitchTest {

  private static final String FILE = "/proc/sys/vm/memcg_qos_enable";

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();

  @AfterEach
  void close() {
    node.close();
  }

  private RunningFeature<Preemption> preemption(boolean mayTurnOn) throws IOException {
    PreemptionConfig config = WithPreemption.config(List.of(Resource.MEMORY), mayTurnOn);
    return new RunningFeature<>(node.root(), () -> 0, context -> new Preemption(config, context));
  }

  /** Runs what the feature does every 30 s. */
  private static void check(RunningFeature<Preemption> running) throws IOException {
    for (var task : running.feature().tasks()) {
      task.body().run();
    }
  }

  private String journal() {
    return node.readFile("/run/rubik/journal");
  }

  @Test
  void originalIsInTheJournalAndRestoredAtTheEnd() throws IOException {
    node.setFile(FILE, "0\n");
    RunningFeature<Preemption> running = preemption(true);
    running.feature().start();

    assertEquals("1", node.readFile(FILE));
    assertTrue(journal().contains("\"hold\":\"" + FILE + "\""), journal());
    assertTrue(journal().contains("\"kind\":\"host\""), journal());

    running.stop();
    assertEquals("0", node.readFile(FILE));
  }

  @Test
  void originalIsRestoredAfterACrash() throws IOException {
    node.setFile(FILE, "0\n");
    RunningFeature<Preemption> running = preemption(true);
    running.feature().start();

    running.crash();
    running.ready();

    assertEquals("0", node.readFile(FILE));
  }

  @Test
  void switchThatWasOnStaysOn() throws IOException {
    RunningFeature<Preemption> running = preemption(true);
    running.feature().start();
    running.stop();

    assertEquals("1", node.readFile(FILE));
  }

  /** TuneD applies its sysctls again whenever its profile is. */
  @Test
  void switchTurnedOffByAnotherProcessIsTurnedOnAgain() throws IOException {
    node.setFile(FILE, "0\n");
    RunningFeature<Preemption> running = preemption(true);
    running.feature().start();
    node.setFile(FILE, "0\n");

    try (LogCapture log = new LogCapture()) {
      check(running);
      assertEquals(
          1, log.lines(FILE + " was changed to 0 by another process; restored to 1"), log.text());
    }
    assertEquals("1", node.readFile(FILE));
  }

  @Test
  void withoutTheRightToTurnItOnAnErrorLastsWhileItIsOff() throws IOException {
    RunningFeature<Preemption> running = preemption(false);
    running.feature().start();
    node.setFile(FILE, "0\n");

    try (LogCapture log = new LogCapture(Level.INFO)) {
      check(running);
      check(running);
      assertEquals(1, log.lines(": is 0, so memory.qos_level has no effect"), log.text());
      assertTrue(log.text().startsWith("ERROR"), log.text());

      node.setFile(FILE, "1\n");
      check(running);
      assertEquals(1, log.lines("recovered after"), log.text());
    }
  }

  /** Levels need no journal, yet the feature did not start, and with it nothing. */
  @Test
  void withoutRoomForTheJournalTheFeatureStartsAndTurnsItOnLater() throws IOException {
    node.setFile(FILE, "0\n");
    node.faults().failAlways(Operation.OPEN, "/run/rubik/journal.new", Errno.ENOSPC);
    RunningFeature<Preemption> running = preemption(true);
    try (LogCapture log = new LogCapture(Level.INFO)) {
      running.feature().start();
      check(running);
      assertEquals(1, log.lines("/run/rubik/journal cannot be written"), log.text());
      assertTrue(log.text().startsWith("ERROR"), log.text());
      assertEquals("0", node.readFile(FILE));

      node.faults().clear();
      check(running);
      assertEquals(1, log.lines("recovered after"), log.text());
    }
    assertEquals("1", node.readFile(FILE));
    running.stop();
    assertEquals("0", node.readFile(FILE));
  }

  @Test
  void failedStartLeavesNothingBehind() throws IOException {
    node.setFile(FILE, "0\n");
    node.faults().failNext(Operation.WRITE, FILE, Errno.EACCES);
    RunningFeature<Preemption> running = preemption(true);

    assertThrows(UnavailableException.class, running.feature()::start);

    node.setFile(FILE, "1\n");
    running.stop();
    assertEquals("1", node.readFile(FILE));
  }
}
