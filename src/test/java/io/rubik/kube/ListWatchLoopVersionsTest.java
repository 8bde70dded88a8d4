package io.rubik.kube;

import static io.rubik.kube.ScriptedServer.listing;
import static io.rubik.kube.ScriptedServer.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.ApiStatus;
import io.rubik.kube.json.WatchEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resource versions that the server no longer has, or not yet. */
final class ListWatchLoopVersionsTest extends WithScriptedServer {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final WatchEvent EXPIRED = new WatchEvent.Failure(new ApiStatus(410, "too old"));

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
}
