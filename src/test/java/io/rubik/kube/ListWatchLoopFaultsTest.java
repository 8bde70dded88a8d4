package io.rubik.kube;

import static io.rubik.kube.ScriptedServer.listing;
import static io.rubik.kube.ScriptedServer.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiFailure;
import io.rubik.kube.json.ApiStatus;
import io.rubik.kube.json.MalformedBodyException;
import io.rubik.kube.json.WatchEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong, fault by fault, with a script and a clock; ServerFaultsTest has a server. */
final class ListWatchLoopFaultsTest extends WithScriptedServer {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(90);
  private static final WatchEvent EXPIRED = new WatchEvent.Failure(new ApiStatus(410, "too old"));

  @Test
  void failedListChangesNothing() {
    script.list(listing("5", "a"));
    script.watch(new IOException("cut"));
    script.list(new MalformedBodyException("no items"));
    script.list(listing("6", "a"));

    steps(4);

    assertEquals(List.of("added x/a"), pods.changes());
    assertEquals(List.of("list 0", "watch 5 600", "list 5", "list 5"), script.requests);
  }

  @Test
  void failuresAreFurtherAndFurtherApart() {
    for (int i = 0; i < 6; i++) {
      script.list(new IOException("down"));
    }

    assertEquals(List.of(500L, 1000L, 2000L, 4000L, 5000L, 5000L), millisOf(6));
  }

  /** All nodes are told the same at one moment. */
  @Test
  void serverThatAsksForPatienceGetsItAndNoCrowdAfterwards() {
    script.list(new ApiFailure(429, "slow down", Duration.ofSeconds(7)));
    script.list(new ApiFailure(503, "busy", Duration.ofMillis(1)));

    assertEquals(List.of(7500L, 1001L), millisOf(2));
  }

  @Test
  void serverThatRefusesAWatchIsNotAskedForAList() {
    script.list(listing("5"));
    for (int code : List.of(401, 403, 429, 500, 503)) {
      script.refuseWatch(new ApiFailure(code, "", Duration.ZERO));
    }
    script.watch(NO_TIME);

    steps(7);

    assertEquals(1, script.requests.stream().filter(r -> r.startsWith("list")).count());
    assertEquals(5, course.failures.size());
  }

  @Test
  void watchThatCannotBeMadeIsFollowedByAList() {
    script.list(listing("5"));
    script.refuseWatch(new IOException("connection refused"));
    script.list(listing("6"));

    steps(3);

    assertEquals("list 5", script.requests.getLast());
  }

  @Test
  void watchOfAVersionTooOldBeginsAnewWithTheLatestList() {
    script.list(listing("5", "a"));
    script.watch(LONG, EXPIRED);
    script.list(listing("90", "b"));
    script.watch(LONG);

    assertEquals(List.of(0L, 500L, 0L), millisOf(3));
    steps(1);

    assertEquals(List.of("list 0", "watch 5 600", "list ", "watch 90 600"), script.requests);
    assertEquals(List.of("added x/a", "removed x/a", "added x/b"), pods.changes());
    assertTrue(course.failures.isEmpty(), "410 is no fault");
  }

  @Test
  void refusedWatchOfAVersionTooOldBeginsAnewToo() {
    script.list(listing("5"));
    script.refuseWatch(new ApiFailure(410, "gone", Duration.ZERO));
    script.list(listing("6"));

    steps(3);

    assertEquals(List.of("list 0", "watch 5 600", "list "), script.requests);
    assertTrue(course.failures.isEmpty(), "410 is no fault");
  }

  /** A list succeeds each time, so that it must not be taken for the end of the trouble. */
  @Test
  void watchesThatExpireInALoopAreNewsAndDoNotRunHot() {
    for (int i = 0; i < 4; i++) {
      script.list(listing("5"));
      script.watch(NO_TIME, EXPIRED);
    }

    assertEquals(List.of(0L, 500L, 0L, 1000L, 0L, 2000L, 0L, 4000L), millisOf(8));
    assertEquals(List.of("too old", "too old", "too old"), course.failures);
  }

  @Test
  void refusedWatchesThatExpireInALoopAreNews() {
    for (int i = 0; i < 2; i++) {
      script.list(listing("5"));
      script.refuseWatch(new ApiFailure(410, "gone", Duration.ZERO));
    }

    steps(4);

    assertEquals(List.of("gone"), course.failures);
  }

  @Test
  void latestListThatExpiresIsNews() {
    script.list(new ApiFailure(410, "gone", Duration.ZERO));
    script.list(new ApiFailure(410, "gone again", Duration.ZERO));

    steps(2);

    assertEquals(List.of("list 0", "list "), script.requests);
    assertEquals(List.of("gone again"), course.failures);
  }

  /** etcd was restored from a backup: versions begin again below the last one seen. */
  @Test
  void versionTheServerHasNotReachedIsForgotten() {
    script.list(listing("500"));
    script.watch(new IOException("cut"));
    script.list(new ApiFailure(504, "Too large resource version: 500, current: 9", NO_TIME));
    script.list(listing("9"));

    steps(4);

    assertEquals(List.of("list 0", "watch 500 600", "list 500", "list "), script.requests);
  }

  @Test
  void watchesThatEndAtOnceDoNotRunHot() {
    random = 0;
    script.list(listing("5"));
    for (int i = 0; i < 4; i++) {
      script.watch(NO_TIME);
    }

    assertEquals(List.of(0L, 1000L, 2000L, 4000L, 5000L), millisOf(5));
  }

  /** Rubik would be blind without a word. */
  @Test
  void watchesThatEndAtOnceAreNewsAndListsTellInstead() {
    script.list(listing("5"));
    for (int i = 0; i < 8; i++) {
      script.watch(NO_TIME);
    }
    script.list(listing("6", "a"));

    steps(10);

    assertEquals("list 5", script.requests.getLast());
    assertEquals(List.of("added x/a"), pods.changes());
    assertEquals("watches end as soon as they begin", course.failures.getFirst());
  }

  @Test
  void silentWatchIsFollowedByAnotherWithoutFault() {
    script.list(listing("5"));
    script.watch(SILENCE, new SocketTimeoutException("timeout"));
    script.watch(LONG);

    steps(3);

    assertEquals("watch 5 600", script.requests.getLast());
    assertTrue(course.failures.isEmpty());
  }

  @Test
  void watchesThatStaySilentAreNews() {
    script.list(listing("5"));
    script.watch(SILENCE, new SocketTimeoutException("timeout"));
    script.watch(SILENCE, new SocketTimeoutException("timeout again"));

    steps(3);

    assertEquals(List.of("timeout again"), course.failures);
  }

  /** Behind a proxy that holds watches back no pod was ever seen again. */
  @Test
  void watchesThatStaySilentTellNothingAndListsTellInstead() {
    script.list(listing("5"));
    script.watch(SILENCE, new SocketTimeoutException("timeout"));
    script.watch(SILENCE, new SocketTimeoutException("timeout again"));
    script.list(listing("6", "a"));
    script.watch(SILENCE, new SocketTimeoutException("timeout still"));
    script.list(listing("7", "a", "b"));

    steps(6);

    assertEquals(List.of("added x/a", "added x/b"), pods.changes());
  }

  /** The list that is due every half hour would never have come. */
  @Test
  void watchThatTheServerDoesNotEndIsEnded() {
    script.list(listing("5"));
    script.watch(
        Duration.ofMinutes(31), new WatchEvent.Bookmark("6"), new WatchEvent.Bookmark("7"));
    script.list(listing("8", "a"));

    steps(3);

    assertEquals(List.of("list 0", "watch 5 600", "list 6"), script.requests);
  }

  @Test
  void watchThatIsALittleLateIsLeftToTheServer() {
    script.list(listing("5"));
    script.watch(
        Duration.ofSeconds(610), new WatchEvent.Bookmark("6"), new WatchEvent.Bookmark("7"));
    script.watch(NO_TIME);

    steps(3);

    assertEquals("watch 7 600", script.requests.getLast());
  }

  @Test
  void oneBrokenWatchIsNoNewsButTheNextIs() {
    script.list(listing("5"));
    script.watch(new IOException("cut"));
    script.list(listing("5"));
    script.watch(new IOException("cut again"));
    script.list(listing("5"));
    script.watch(new IOException("cut for good"));

    steps(4);
    assertEquals(List.of("cut again"), course.failures);
    course.told.clear();
    steps(2);

    assertEquals(List.of("cut again", "cut for good"), course.failures);
    assertTrue(course.told.stream().noneMatch("well"::equals), "an open watch is not enough");
  }

  /** An event forgot the failures before: lists and watches ran hot. */
  @Test
  void watchesThatBreakAfterOneEventDoNotRunHot() {
    for (int i = 0; i < 4; i++) {
      script.list(listing("5"));
      script.watch(NO_TIME, new IOException("cut"), new WatchEvent.Bookmark("6"));
    }

    assertEquals(List.of(0L, 500L, 0L, 1000L, 0L, 2000L, 0L, 4000L), millisOf(8));
    assertEquals(1, course.told.stream().filter("well"::equals).count() - 1, "of two watches");
  }

  @Test
  void watchThatLastsEndsTheTrouble() {
    for (int i = 0; i < 2; i++) {
      script.list(listing("5"));
      script.watch(new IOException("cut"));
    }
    script.list(listing("5"));
    script.watch(LONG, new WatchEvent.Bookmark("6"));

    steps(5);
    course.told.clear();
    steps(1);

    assertEquals(List.of("heard", "well", "well"), course.told);
  }

  /** A cache that is not filled yet, or a proxy: it is asked for once more, past any cache. */
  @Test
  void emptyListAfterAFullOneIsAskedForAgain() {
    script.list(listing("5", "a"));
    script.watch(new IOException("cut"));
    script.list(listing("6"));
    script.list(listing("7", "a"));

    steps(4);

    assertEquals(List.of("list 0", "watch 5 600", "list 5", "list "), script.requests);
    assertEquals(List.of("added x/a"), pods.changes());
  }

  @Test
  void everyEmptyListAfterAFullOneIsDoubtful() {
    script.list(listing("5", "a"));
    script.watch(new IOException("cut"));
    script.list(listing("6"));
    script.list(listing("7", "a"));
    script.watch(new IOException("cut again"));
    script.list(listing("8"));
    script.list(listing("9", "a"));

    steps(7);

    assertEquals(List.of("added x/a"), pods.changes());
  }

  @Test
  void emptyListThatStaysEmptyIsBelieved() {
    script.list(listing("5", "a"));
    script.watch(new IOException("cut"));
    script.list(listing("6"));
    script.list(new IOException("down"));
    script.list(listing("7"));

    steps(5);

    assertEquals(List.of("added x/a", "removed x/a"), pods.changes());
  }

  /** The pod would come back and stay until the next list. */
  @ParameterizedTest
  @ValueSource(strings = {"9", "99"})
  void eventThatComesLateIsAReasonToList(String late) {
    script.list(listing("98", "a"));
    script.watch(LONG, new WatchEvent.Delete(pod("a"), "100"), new WatchEvent.Put(pod("a"), late));
    script.list(listing("100"));

    steps(3);

    assertEquals("list 100", script.requests.getLast());
    assertEquals(List.of("added x/a", "removed x/a"), pods.changes());
    assertTrue(course.failures.isEmpty());
  }

  @Test
  void duplicateEventChangesNothing() {
    script.list(listing("5"));
    script.watch(
        LONG,
        new WatchEvent.Put(pod("a"), "6"),
        new WatchEvent.Put(pod("a"), "6"),
        new WatchEvent.Delete(pod("a"), "7"),
        new WatchEvent.Delete(pod("a"), "7"));

    steps(2);

    assertEquals(List.of("added x/a", "removed x/a"), pods.changes());
  }

  /** Before Kubernetes 1.35 nothing says that versions are numbers. */
  @Test
  void versionsThatAreNoNumbersHaveNoOrder() {
    script.list(listing("z9", "a"));
    script.watch(LONG, new WatchEvent.Delete(pod("a"), "a1"), new WatchEvent.Put(pod("b"), ""));
    script.watch(LONG);

    steps(3);

    assertEquals(List.of("added x/a", "removed x/a", "added x/b"), pods.changes());
    assertEquals("watch a1 600", script.requests.getLast());
  }

  @Test
  void unforeseenFaultIsFollowedByAList() {
    script.list(listing("5"));
    script.list(listing("6"));
    steps(1);

    assertEquals(500, loop.recover(new IllegalStateException("bug")).toMillis());
    steps(1);

    assertEquals("list 5", script.requests.getLast());
  }
}
