package io.rubik.kube;

import static io.rubik.kube.ScriptedServer.listing;
import static io.rubik.kube.ScriptedServer.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.json.WatchEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop without faults; ListWatchLoopFaultsTest has the rest. */
final class ListWatchLoopTest extends WithScriptedServer {

  @Test
  void listThenWatchFromItsVersion() {
    script.list(listing("5", "a"));
    script.watch(
        Duration.ofSeconds(10),
        new WatchEvent.Put(pod("b"), "6"),
        new WatchEvent.Delete(pod("a"), "7"));
    script.watch(NO_TIME);

    assertEquals(Duration.ZERO, loop.step());
    steps(2);

    assertEquals(List.of("list 0", "watch 5 600", "watch 7 600"), script.requests);
    assertEquals(List.of("added x/a", "added x/b", "removed x/a"), pods.changes());
    assertEquals(
        List.of(
            "contacted",
            "listed 1",
            "recovered",
            "contacted",
            "recovered",
            "contacted",
            "recovered",
            "recovered",
            "recovered"),
        progress.calls);
  }

  @Test
  void watchLastsFiveToTenMinutes() {
    random = 0;
    script.list(listing("5"));
    script.watch(NO_TIME);

    steps(2);

    assertEquals("watch 5 300", script.requests.getLast());
  }

  @Test
  void bookmarkAdvancesTheVersion() {
    script.list(listing("5"));
    script.watch(NO_TIME, new WatchEvent.Bookmark("8"));
    script.watch(NO_TIME);

    steps(3);

    assertEquals("watch 8 600", script.requests.getLast());
  }

  @Test
  void watchThatEndsInTimeIsFollowedImmediately() {
    script.list(listing("5"));
    script.watch(Duration.ofMinutes(10));

    assertEquals(List.of(0L, 0L), millisOf(2));
  }

  /** It has probably ended for all nodes at the same moment. */
  @Test
  void watchThatEndsEarlyIsFollowedWithinASecond() {
    script.list(listing("5"));
    script.watch(Duration.ofMinutes(5));

    assertEquals(List.of(0L, 1000L), millisOf(2));
  }

  /** A list repairs what an event that a server has lost would leave behind. */
  @Test
  void listComesEveryHalfHour() {
    script.list(listing("5", "a"));
    script.watch(Duration.ofMinutes(29), new WatchEvent.Bookmark("6"));
    script.watch(Duration.ofMinutes(1));
    script.list(listing("7"));
    script.list(listing("7"));

    steps(5);

    assertEquals(
        List.of("list 0", "watch 5 600", "watch 6 600", "list 6", "list "), script.requests);
    assertEquals(List.of("added x/a", "removed x/a"), pods.changes());
  }

  @Test
  void unknownEventIsIgnored() {
    script.list(listing("5", "a"));
    script.watch(NO_TIME, new WatchEvent.Unknown("SYNC"), new WatchEvent.Bookmark("6"));
    script.watch(NO_TIME);

    steps(3);

    assertEquals("watch 6 600", script.requests.getLast());
    assertEquals(List.of("added x/a"), pods.changes());
  }

  @Test
  void cancelledSourceIsNotReported() {
    script.list(listing("5"));
    script.watch(new IOException("Canceled"));
    script.list(new IOException("Canceled"));
    steps(1);
    script.cancelled = true;

    assertEquals(List.of(0L, 0L), millisOf(2));
    assertTrue(progress.failures.isEmpty());
  }
}
