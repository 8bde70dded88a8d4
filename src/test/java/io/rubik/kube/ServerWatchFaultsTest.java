package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.FaultTarget;
import io.rubik.standin.StandInSettings;
import io.rubik.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tinylog.Level;

/** Faults of watches and their events, with a server. */
@Tag("slow")
final class ServerWatchFaultsTest extends WithInformedNode {

  @Test
  void watchIsClosedImmediatelyRepeatedlyAndLoggedOnce() throws Exception {
    node.inject(FaultKind.WATCH_CLOSED, 5);
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.watching()) {
      node.awaitWatches(6);
      node.seesNewPod("later");

      assertEquals(1, log.lines("watches end immediately"), log.text());
      assertTrue(informer.isAlive());
    }
  }

  /**
   * Silent, or with bytes that are no event: those were progress, and the watch was never given up.
   */
  @ParameterizedTest
  @EnumSource(names = {"WATCH_SILENT", "WATCH_DRIPPING", "WATCH_BLANK"})
  void watchBringsNothing(FaultKind kind) throws Exception {
    shortTimeouts(StandInSettings.defaults());
    node.standIn.faults().inject(Fault.of(kind).bytesPerSecond(20));
    try (PodInformer informer = node.watching()) {
      node.put("first");
      node.awaitWatches(2);
      node.standIn.faults().clear();

      node.pods.await("added a/first");
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void watchIsNotAnswered() throws Exception {
    shortTimeouts(StandInSettings.defaults());
    node.standIn.faults().inject(Fault.of(FaultKind.STALL).on(FaultTarget.WATCH).times(1));
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.watching()) {
      node.awaitWatches(2);
      node.seesNewPod("later");

      assertEquals(1, log.lines("no response headers"), log.text());
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void eventIsNotJson() throws Exception {
    try (PodInformer informer = node.watching()) {
      node.standIn.faults().inject(Fault.of(FaultKind.INVALID_JSON).on(FaultTarget.WATCH).times(1));
      node.seesNewPod("first");
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void eventIsDuplicated() throws Exception {
    try (PodInformer informer = node.watching()) {
      node.standIn.faults().inject(Fault.of(FaultKind.DUPLICATE_EVENT));
      node.seesNewPod("first");
      node.standIn.pods().delete("a", "first");
      node.seesNewPod("second");
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first", "removed a/first", "added a/second"), changes());
  }

  /** The deleted pod was added again and stayed. */
  @Test
  void eventIsOutOfOrder() throws Exception {
    try (PodInformer informer = node.watching()) {
      node.inject(FaultKind.OUT_OF_ORDER_EVENT, 1);
      node.put("first");
      node.standIn.pods().delete("a", "first");
      node.awaitLists(2);
      node.seesNewPod("second");
      assertTrue(informer.isAlive());
    }
    assertFalse(changes().contains("added a/first"), changes().toString());
  }

  @Test
  void lostDeleteIsRepairedByTheNextList() throws Exception {
    node.put("first");
    try (PodInformer informer = node.watching()) {
      node.inject(FaultKind.DROPPED_DELETE, 1);
      node.standIn.pods().delete("a", "first");
      node.seesNewPod("second");
      node.standIn.resetConnections();

      node.pods.await("removed a/first");
      assertTrue(informer.isAlive());
    }
  }
}
