package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.FaultTarget;
import io.rubik.standin.RequestRecord;
import io.rubik.standin.StandInSettings;
import io.rubik.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinylog.Level;

/**
 * Faults of the API server and of the network, one by one: afterwards the pods are those of the
 * server, and no pod was removed meanwhile. docs/RELIABILITY.md is the table.
 */
@Tag("slow")
final class ServerFaultsTest extends WithInformedNode {

  @Test
  void serverIsKilledAndRestarted() throws Exception {
    node.put("first");
    try (PodInformer informer = node.watching()) {
      node.standIn.stop();
      node.standIn.pods().delete("a", "first");
      node.put("second");
      node.standIn.restart();

      node.pods.await("added a/second");
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first", "removed a/first", "added a/second"), changes());
  }

  @Test
  void serverIsAwayForLongerThanItsWatchCache() throws Exception {
    node = InformedNode.impatient(root, StandInSettings.defaults().withHistoryLimit(2));
    node.put("first");
    try (PodInformer informer = node.watching()) {
      node.standIn.stop();
      node.standIn.pods().delete("a", "first");
      for (int i = 0; i < 5; i++) {
        node.put("later" + i);
      }
      node.standIn.restart();

      node.pods.await("removed a/first");
      node.pods.await("added a/later4");
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void versionIsGoneByStatus() throws Exception {
    node.standIn.faults().inject(Fault.of(FaultKind.GONE).on(FaultTarget.WATCH).times(1));
    try (PodInformer informer = node.watching()) {
      node.awaitWatches(2);
      assertLatestListed();
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void versionIsGoneByEvent() throws Exception {
    node.inject(FaultKind.WATCH_EXPIRED, 1);
    try (PodInformer informer = node.watching()) {
      node.awaitWatches(2);
      assertLatestListed();
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void versionIsGoneRepeatedlyAndLoggedOnce() throws Exception {
    node.inject(FaultKind.WATCH_EXPIRED, 5);
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.watching()) {
      node.awaitWatches(6);
      node.seesNewPod("later");

      assertEquals(1, log.lines("returns 410 Gone repeatedly"), log.text());
      assertTrue(informer.isAlive());
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"UNAUTHORIZED", "FORBIDDEN", "TOO_MANY_REQUESTS", "SERVER_ERROR", "UNAVAILABLE"})
  void requestsAreRefusedForAWhile(FaultKind kind) throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.watching()) {
      node.seesNewPod("first");
      node.inject(kind, 5);
      node.standIn.resetConnections();
      node.awaitWatches(2);
      node.seesNewPod("second");

      assertEquals(1, log.lines("controls stay as they are"), log.text());
      assertEquals(1, log.lines("recovered after"), log.text());
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first", "added a/second"), changes());
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED", "INVALID_JSON", "ITEMS_MISSING", "OTHER_KIND", "EMPTY_LIST"})
  void listIsUnusable(FaultKind kind) throws Exception {
    try (PodInformer informer = node.watching()) {
      node.seesNewPod("first");
      node.inject(kind, 1);
      node.standIn.resetConnections();
      node.awaitLists(3);
      node.seesNewPod("second");
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first", "added a/second"), changes());
  }

  @Test
  void listIsTrulyEmpty() throws Exception {
    try (PodInformer informer = node.watching()) {
      node.seesNewPod("first");
      node.inject(FaultKind.DROPPED_DELETE, 1);
      node.standIn.pods().delete("a", "first");
      node.standIn.resetConnections();

      node.pods.await("removed a/first");
      assertEquals(3, node.standIn.requests().count(RequestRecord::isList));
      assertTrue(informer.isAlive());
    }
  }

  /** A proxy has dropped the connection without closing it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionIsHalfOpen(boolean http2) throws Exception {
    StandInSettings settings = StandInSettings.defaults();
    shortTimeouts(http2 ? settings : settings.withHttp1Only());
    try (PodInformer informer = node.watching()) {
      node.standIn.halfOpenConnections();
      node.awaitWatches(2);

      node.seesNewPod("later");
      assertTrue(informer.isAlive());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void networkIsDownForAWhile(boolean http2) throws Exception {
    StandInSettings settings = StandInSettings.defaults();
    shortTimeouts(http2 ? settings : settings.withHttp1Only());
    node.put("first");
    try (LogCapture log = new LogCapture(Level.INFO);
        PodInformer informer = node.watching()) {
      node.standIn.freezeConnections();
      log.await("does not answer in time");
      node.put("second");
      node.standIn.thawConnections();

      node.pods.await("added a/second");
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first", "added a/second"), changes());
  }

  @Test
  void connectionIsReset() throws Exception {
    try (PodInformer informer = node.watching()) {
      node.standIn.resetConnections();
      node.awaitWatches(2);

      node.seesNewPod("later");
      assertTrue(informer.isAlive());
    }
  }

  /** The server's data is gone, and its accounts and roles are made anew some time later. */
  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORIZED", "FORBIDDEN"})
  void dataIsWiped(FaultKind denial) throws Exception {
    node.put("first");
    try (PodInformer informer = node.watching()) {
      node.seesNewPod("second");
      node.standIn.stop();
      node.standIn.pods().wipe();
      node.inject(denial, 5);
      node.standIn.restart();

      node.pods.await("removed a/first");
      node.pods.await("removed a/second");
      node.seesNewPod("third");
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void dataIsWipedWhileTheServerRuns() throws Exception {
    shortTimeouts(StandInSettings.defaults());
    node.put("first");
    try (PodInformer informer = node.watching()) {
      node.seesNewPod("second");
      node.standIn.pods().wipe();
      node.standIn.watches().cut();

      node.pods.await("removed a/first");
      node.pods.await("removed a/second");
      node.seesNewPod("third");
      assertTrue(informer.isAlive());
    }
  }

  @Test
  void listIsSlow() throws Exception {
    node.put("first");
    node.standIn.faults().inject(Fault.of(FaultKind.SLOW).bytesPerSecond(2000).times(1));
    try (PodInformer informer = node.watching()) {
      assertEquals(1, node.standIn.requests().count(RequestRecord::isList));
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first"), changes());
  }

  @Test
  void listStalls() throws Exception {
    shortTimeouts(StandInSettings.defaults());
    node.put("first");
    node.standIn.faults().inject(Fault.of(FaultKind.STALL).on(FaultTarget.LIST).times(1));
    try (PodInformer informer = node.watching()) {
      assertEquals(2, node.standIn.requests().count(RequestRecord::isList));
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first"), changes());
  }

  @Test
  void podsHaveUnknownFields() throws Exception {
    node.standIn.faults().inject(Fault.of(FaultKind.UNKNOWN_FIELDS));
    node.put("first");
    try (PodInformer informer = node.watching()) {
      node.seesNewPod("second");
      assertTrue(informer.isAlive());
    }
    assertEquals(List.of("added a/first", "added a/second"), changes());
  }

  @Test
  void podIsRecreatedUnderItsNameWhileDisconnected() throws Exception {
    node.put("first");
    try (PodInformer informer = node.watching()) {
      node.standIn.stop();
      node.standIn.pods().delete("a", "first");
      node.put("first");
      node.standIn.restart();

      node.pods.await("removed a/first");
      node.seesNewPod("second");
      assertTrue(informer.isAlive());
    }
    assertEquals(
        List.of("added a/first", "removed a/first", "added a/first", "added a/second"), changes());
  }

  private void assertLatestListed() {
    List<RequestRecord> lists =
        node.standIn.requests().all().stream().filter(RequestRecord::isList).toList();
    assertEquals(2, lists.size());
    assertFalse(lists.getLast().query().contains("resourceVersion"));
  }
}
