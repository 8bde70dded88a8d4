package io.rubik.kube;

import static io.rubik.kube.ScriptedServer.listing;
import static io.rubik.kube.ScriptedServer.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.MalformedBodyException;
import io.rubik.kube.json.WatchEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The faults one by one, with a script and a simulated clock; ServerFaultsTest has a server. */
final class ListWatchLoopFaultsTest extends WithScriptedServer {

  private static final Duration LONG = Duration.ofSeconds(10);

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
