package io.rubik.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.control.ExternalChanges;
import io.rubik.pod.PodCount;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeSummaryTest {

  private static final ExternalChanges.Summary NO_CHANGES = new ExternalChanges.Summary(0, 0);

  private static NodeSummary ready(PodSource source, ExternalChanges.Summary changes, String note) {
    return new NodeSummary(
        true, new PodCount(12, 5), List.of("preemption", "quotaTurbo"), source, changes, note);
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

  @Test
  void withoutFeaturesTheLineSaysSo() {
    assertEquals(
        "0 pods online, 0 offline; no features; API server contacted 1 s ago",
        new NodeSummary(true, new PodCount(0, 0), List.of(), source(false, 1), NO_CHANGES, "")
            .line());
  }

  @Test
  void beforeItIsReadyTheLineSaysWhatIsAwaited() {
    PodSource unsynced = new PodSource(false, true, Duration.ofSeconds(9));
    PodCount some = new PodCount(2, 1);

    assertEquals(
        "starting: no pods received from the API server for 9 s",
        new NodeSummary(false, some, List.of(), unsynced, NO_CHANGES, "").line());
    assertEquals(
        "starting: the features are handling 2 pods online, 1 offline",
        new NodeSummary(false, some, List.of(), source(false, 1), NO_CHANGES, "").line());
  }
}
