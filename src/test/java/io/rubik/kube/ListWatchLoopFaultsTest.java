package io.rubik.kube;

import static io.rubik.kube.ScriptedServer.listing;
import static io.rubik.kube.ScriptedServer.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.ApiStatus;
import io.rubik.kube.json.MalformedBodyException;
import io.rubik.kube.json.WatchEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults one by one, with a script and a simulated clock; ServerFaultsTest has a server. */
final class ListWatchLoopFaultsTest extends WithScriptedServer {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(90);
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
  void failuresBackOffExponentially() {
    for (int i = 0; i < 6; i++) {
      script.list(new IOException("down"));
    }

    assertEquals(List.of(500L, 1000L, 2000L, 4000L, 5000L, 5000L), millisOf(6));
  }

  /** The server sends the same Retry-After to all nodes at the same moment. */
  @Test
  void retryAfterIsKeptAndJitterAdded() {
    script.list(new ApiStatusException(429, "slow down", Duration.ofSeconds(7)));
    script.list(new ApiStatusException(503, "busy", Duration.ofMillis(1)));

    assertEquals(List.of(7500L, 1001L), millisOf(2));
  }

  /** A list would add to the load. */
  @Test
  void watchRefusedByAnOverloadedServerIsNotFollowedByAList() {
    script.list(listing("5"));
    for (int i = 0; i < 5; i++) {
      script.refuseWatch(new ApiStatusException(429, "", Duration.ZERO));
    }
    script.watch(NO_TIME);

    steps(7);

    assertEquals(1, script.requests.stream().filter(r -> r.startsWith("list")).count());
    assertEquals(5, progress.failures.size());
  }

  /** A server without its data answers a watch of a version it has not reached, and is silent. */
  @ParameterizedTest
  @CsvSource({"401, list 0", "403, list 0", "500, list 5", "503, list 5"})
  void refusedWatchIsFollowedByAList(int code, String list) {
    script.list(listing("5"));
    script.refuseWatch(new ApiStatusException(code, "", Duration.ZERO));
    script.list(listing("6"));

    steps(3);

    assertEquals(List.of("list 0", "watch 5 600", list), script.requests);
  }

  /** The next pod was known after the sum of two back-offs and a Retry-After: 6.4 s and more. */
  @Test
  void serverThatLostItsDataIsFollowedWithinSixSecondsOfItsRoles() {
    script.list(listing("500", "a"));
    script.watch(new IOException("cut"));
    for (int i = 0; i < 9; i++) {
      script.list(new ApiStatusException(403, "no roles yet", NO_TIME));
    }
    script.list(listing("9"));
    script.list(listing("9"));
    script.watch(LONG, new WatchEvent.Put(pod("b"), "10"));

    steps(10);
    long millis = millisOf(3).stream().mapToLong(Long::longValue).sum();
    steps(1);

    assertTrue(millis < 6000, millis + " ms");
    assertEquals(List.of("list 0", "list 0", "list ", "watch 9 600"), last(4));
    assertEquals(List.of("added x/a", "removed x/a", "added x/b"), pods.changes());
  }

  /** An API server asks for a second of Retry-After then. */
  @Test
  void versionTheServerHasNotReachedIsFollowedByTheLatestListWithinHalfASecond() {
    script.list(listing("500", "a"));
    script.watch(new IOException("cut"));
    for (int i = 0; i < 5; i++) {
      script.list(new IOException("down"));
    }
    script.list(
        new ApiStatusException(504, "Too large resource version: 500", Duration.ofSeconds(1)));
    script.list(listing("9", "b"));

    steps(7);

    assertEquals(List.of(500L, 0L), millisOf(2));
    assertEquals(List.of("added x/a", "removed x/a", "added x/b"), pods.changes());
  }

  /** Any version was asked for, and another API server may be behind. */
  @Test
  void olderListAfterADenialIsConfirmed() {
    script.list(listing("500", "a"));
    script.watch(new IOException("cut"));
    script.list(new ApiStatusException(403, "", NO_TIME));
    script.list(listing("499", "gone"));
    script.list(listing("501", "a"));

    steps(5);

    assertEquals(List.of("list 500", "list 0", "list "), last(3));
    assertEquals(List.of("added x/a"), pods.changes());
  }

  private List<String> last(int count) {
    return script.requests.subList(script.requests.size() - count, script.requests.size());
  }

  @Test
  void failedWatchRequestIsFollowedByAList() {
    script.list(listing("5"));
    script.refuseWatch(new IOException("connection refused"));
    script.list(listing("6"));

    steps(3);

    assertEquals("list 5", script.requests.getLast());
  }

  @Test
  void expiredWatchIsFollowedByTheLatestList() {
    script.list(listing("5", "a"));
    script.watch(LONG, EXPIRED);
    script.list(listing("90", "b"));
    script.watch(LONG);

    assertEquals(List.of(0L, 500L, 0L), millisOf(3));
    steps(1);

    assertEquals(List.of("list 0", "watch 5 600", "list ", "watch 90 600"), script.requests);
    assertEquals(List.of("added x/a", "removed x/a", "added x/b"), pods.changes());
    assertTrue(progress.failures.isEmpty(), "410 is not a fault");
  }

  @Test
  void watchRefusedWith410IsFollowedByTheLatestList() {
    script.list(listing("5"));
    script.refuseWatch(new ApiStatusException(410, "gone", Duration.ZERO));
    script.list(listing("6"));

    steps(3);

    assertEquals(List.of("list 0", "watch 5 600", "list "), script.requests);
    assertTrue(progress.failures.isEmpty(), "410 is not a fault");
  }

  /** A list succeeds each time, so it must not count as the end of the outage. */
  @Test
  void watchesThatExpireRepeatedlyAreReportedAndBackOff() {
    for (int i = 0; i < 4; i++) {
      script.list(listing("5"));
      script.watch(NO_TIME, EXPIRED);
    }

    assertEquals(List.of(0L, 500L, 0L, 1000L, 0L, 2000L, 0L, 4000L), millisOf(8));
    assertEquals(List.of("too old", "too old", "too old"), progress.failures);
  }

  @Test
  void watchesRefusedWith410RepeatedlyAreReported() {
    for (int i = 0; i < 2; i++) {
      script.list(listing("5"));
      script.refuseWatch(new ApiStatusException(410, "gone", Duration.ZERO));
    }

    steps(4);

    assertEquals(List.of("gone"), progress.failures);
  }

  @Test
  void latestListRefusedWith410IsReported() {
    script.list(new ApiStatusException(410, "gone", Duration.ZERO));
    script.list(new ApiStatusException(410, "gone again", Duration.ZERO));

    steps(2);

    assertEquals(List.of("list 0", "list "), script.requests);
    assertEquals(List.of("gone again"), progress.failures);
  }

  /** etcd was restored from a backup: versions start again below the last one seen. */
  @Test
  void versionTheServerHasNotReachedIsDropped() {
    script.list(listing("500"));
    script.watch(new IOException("cut"));
    script.list(
        new ApiStatusException(504, "Too large resource version: 500, current: 9", NO_TIME));
    script.list(listing("9"));

    steps(4);

    assertEquals(List.of("list 0", "watch 500 600", "list 500", "list "), script.requests);
  }

  @Test
  void watchesThatEndImmediatelyBackOff() {
    random = 0;
    script.list(listing("5"));
    for (int i = 0; i < 4; i++) {
      script.watch(NO_TIME);
    }

    assertEquals(List.of(0L, 1000L, 2000L, 4000L, 5000L), millisOf(5));
  }

  /** Rubik would silently miss all changes. */
  @Test
  void watchesThatEndImmediatelyAreReportedAndReplacedByLists() {
    script.list(listing("5"));
    for (int i = 0; i < 8; i++) {
      script.watch(NO_TIME);
    }
    script.list(listing("6", "a"));

    steps(10);

    assertEquals("list 5", script.requests.getLast());
    assertEquals(List.of("added x/a"), pods.changes());
    assertEquals("watches end immediately", progress.failures.getFirst());
  }

  /** A server that has lost its data sends nothing of versions it has not reached. */
  @Test
  void idleWatchIsFollowedByAListWithoutFault() {
    script.list(listing("5"));
    script.watch(IDLE, new SocketTimeoutException("timeout"));
    script.list(listing("5"));
    script.watch(LONG);

    steps(4);

    assertEquals(List.of("list 0", "watch 5 600", "list 5", "watch 5 600"), script.requests);
    assertTrue(progress.failures.isEmpty());
  }

  @Test
  void idleWatchesInARowAreReported() {
    for (String timeout : List.of("timeout", "timeout again")) {
      script.list(listing("5"));
      script.watch(IDLE, new SocketTimeoutException(timeout));
    }

    steps(4);

    assertEquals(List.of("timeout again"), progress.failures);
  }

  /** Behind a proxy that buffers watches no new pod was seen. */
  @Test
  void idleWatchesAreReplacedByLists() {
    script.list(listing("5"));
    script.watch(IDLE, new SocketTimeoutException("timeout"));
    script.list(listing("6", "a"));
    script.watch(IDLE, new SocketTimeoutException("timeout again"));
    script.list(listing("7", "a", "b"));

    steps(5);

    assertEquals(List.of("added x/a", "added x/b"), pods.changes());
  }

  /** The list that is due every half hour never ran. */
  @Test
  void listIsDueAfterAWatchThatLastedTooLong() {
    script.list(listing("5"));
    script.watch(Duration.ofMinutes(31), new WatchEvent.Bookmark("6"));
    script.list(listing("8", "a"));

    steps(3);

    assertEquals(List.of("list 0", "watch 5 600", "list 6"), script.requests);
  }

  @Test
  void oneBrokenWatchIsNotReportedButTheNextIs() {
    script.list(listing("5"));
    script.watch(new IOException("cut"));
    script.list(listing("5"));
    script.watch(new IOException("cut again"));
    script.list(listing("5"));
    script.watch(new IOException("cut for good"));

    steps(4);
    assertEquals(List.of("cut again"), progress.failures);
    progress.calls.clear();
    steps(2);

    assertEquals(List.of("cut again", "cut for good"), progress.failures);
    assertTrue(
        progress.calls.stream().noneMatch("recovered"::equals), "an open watch is not enough");
  }

  /** One event reset the back-off: lists and watches were sent without delay. */
  @Test
  void watchesThatBreakAfterOneEventBackOff() {
    for (int i = 0; i < 4; i++) {
      script.list(listing("5"));
      script.watch(NO_TIME, new IOException("cut"), new WatchEvent.Bookmark("6"));
    }

    assertEquals(List.of(0L, 500L, 0L, 1000L, 0L, 2000L, 0L, 4000L), millisOf(8));
    assertEquals(
        1, progress.calls.stream().filter("recovered"::equals).count() - 1, "of two watches");
  }

  @Test
  void watchThatLastsEndsTheOutage() {
    for (int i = 0; i < 2; i++) {
      script.list(listing("5"));
      script.watch(new IOException("cut"));
    }
    script.list(listing("5"));
    script.watch(LONG, new WatchEvent.Bookmark("6"));

    steps(5);
    progress.calls.clear();
    steps(1);

    assertEquals(List.of("contacted", "recovered", "recovered"), progress.calls);
  }

  /** It may come from a cache that is not filled yet, or from a proxy. */
  @Test
  void emptyListAfterAFullOneIsConfirmed() {
    script.list(listing("5", "a"));
    script.watch(new IOException("cut"));
    script.list(listing("6"));
    script.list(listing("7", "a"));

    steps(4);

    assertEquals(List.of("list 0", "watch 5 600", "list 5", "list "), script.requests);
    assertEquals(List.of("added x/a"), pods.changes());
  }

  @Test
  void everyEmptyListAfterAFullOneIsConfirmed() {
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
  void confirmedEmptyListIsApplied() {
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
  void eventOutOfOrderIsFollowedByAList(String late) {
    script.list(listing("98", "a"));
    script.watch(LONG, new WatchEvent.Delete(pod("a"), "100"), new WatchEvent.Put(pod("a"), late));
    script.list(listing("100"));

    steps(3);

    assertEquals("list 100", script.requests.getLast());
    assertEquals(List.of("added x/a", "removed x/a"), pods.changes());
    assertTrue(progress.failures.isEmpty());
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

  /** Before Kubernetes 1.35 versions need not be numbers. */
  @Test
  void versionsThatAreNotNumbersHaveNoOrder() {
    script.list(listing("z9", "a"));
    script.watch(LONG, new WatchEvent.Delete(pod("a"), "a1"), new WatchEvent.Put(pod("b"), ""));
    script.watch(LONG);

    steps(3);

    assertEquals(List.of("added x/a", "removed x/a", "added x/b"), pods.changes());
    assertEquals("watch a1 600", script.requests.getLast());
  }

  @Test
  void unexpectedExceptionIsFollowedByAList() {
    script.list(listing("5"));
    script.list(listing("6"));
    steps(1);

    assertEquals(500, loop.recover(new IllegalStateException("bug")).toMillis());
    steps(1);

    assertEquals("list 5", script.requests.getLast());
  }
}
