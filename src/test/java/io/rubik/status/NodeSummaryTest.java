package io.rubik.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.control.ExternalChanges;
import io.rubik.pod.PodCount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeSummaryTest {

  private static final Handling NOTHING = new Handling(0, new TreeMap<>(), 0);
  private static final ExternalChanges.Summary NO_CHANGES = new ExternalChanges.Summary(0, 0);

  private static NodeSummary ready(PodSource source, ExternalChanges.Summary changes, String note) {
    return new NodeSummary(
        true,
        new PodCount(12, 5),
        NOTHING,
        List.of("preemption", "quotaTurbo"),
        List.of(),
        source,
        changes,
        note);
  }

  private static String starting(boolean isReady, PodCount pods, PodSource source) {
    return new NodeSummary(isReady, pods, NOTHING, List.of(), List.of(), source, NO_CHANGES, "")
        .line();
  }

  private static PodSource source(boolean isAway, int seconds) {
    return new PodSource(true, isAway, Duration.ofSeconds(seconds));
  }

  @Test
  void lineHasPodsFeaturesAndAge() {
    assertEquals(
        "12 pods online, 5 offline; preemption, quotaTurbo; API server contacted 3 s ago",
        ready(source(false, 3), NO_CHANGES, "").line());
  }

  @Test
  void sourceThatIsAwayOrSilentForTwoMinutesIsStale() {
    String stale =
        "12 pods online, 5 offline; preemption, quotaTurbo; API server NOT contacted for ";

    assertEquals(stale + "3 s", ready(source(true, 3), NO_CHANGES, "").line());
    assertEquals(stale + "120 s", ready(source(false, 120), NO_CHANGES, "").line());
  }

  @Test
  void lineCountsChangesByOtherProcessesAndConflicts() {
    assertEquals(
        "12 pods online, 5 offline; preemption, quotaTurbo; API server contacted 0 s ago"
            + "; changes by other processes reverted: 7; controls in CONFLICT, see the log: 1"
            + "; config.json refused",
        ready(source(false, 0), new ExternalChanges.Summary(7, 1), "config.json refused").line());
  }

  /** Pods that had only been attempted counted as handled. */
  @Test
  void lineCountsPodsThatAreMarkedFailingAndWaiting() {
    SortedMap<String, Integer> failing = new TreeMap<>(Map.of("read-only file system", 2));
    NodeSummary summary =
        new NodeSummary(
            true,
            new PodCount(12, 5),
            new Handling(3, failing, 1),
            List.of("preemption"),
            List.of("cgroups are mounted read-only"),
            source(false, 3),
            NO_CHANGES,
            "");

    assertEquals(
        "12 pods online, 5 offline, 3 marked, 2 failing (read-only file system), 1 waiting for a"
            + " cgroup; cgroups are mounted read-only; preemption; API server contacted 3 s ago",
        summary.line());
  }

  @Test
  void withoutFeaturesTheLineSaysSo() {
    assertEquals(
        "0 pods online, 0 offline; no features; API server contacted 1 s ago",
        starting(true, new PodCount(0, 0), source(false, 1)));
  }

  @Test
  void beforeItIsReadyTheLineSaysWhatIsAwaited() {
    PodSource unsynced = new PodSource(false, true, Duration.ofSeconds(9));
    PodCount some = new PodCount(2, 1);

    assertEquals(
        "starting: no pods received from the API server for 9 s", starting(false, some, unsynced));
    assertEquals(
        "starting: the features are handling 2 pods online, 1 offline",
        starting(false, some, source(false, 1)));
  }
}
