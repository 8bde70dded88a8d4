package io.rubik.kube;

import static io.rubik.kube.ScriptedServer.listing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.WatchEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watches that are refused, break, end, or bring nothing. */
final class ListWatchLoopWatchesTest extends WithScriptedServer {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(90);

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

  @Test
  void failedWatchRequestIsFollowedByAList() {
    script.list(listing("5"));
    script.refuseWatch(new IOException("connection refused"));
    script.list(listing("6"));

    steps(3);

    assertEquals("list 5", script.requests.getLast());
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
}
