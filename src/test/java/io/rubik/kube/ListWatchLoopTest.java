package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.pod.PodManifest;
import io.rubik.pod.PodStore;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ListWatchLoopTest {

  private static final Duration NO_TIME = Duration.ZERO;

  private final Script script = new Script();
  private final RecordedPods pods = new RecordedPods();
  private final Course course = new Course();
  private double random = 1;
  private final ListWatchLoop loop =
      new ListWatchLoop(
          script,
          new PodStore(KubepodsLayout.CGROUPFS, pods),
          course,
          new Timing(() -> script.nowNanos, duration -> {}, () -> random));

  @Test
  void listThenWatchFromItsVersion() {
    script.list(listing("5", "a"));
    script.watch(NO_TIME, new WatchEvent.Put(pod("b"), "6"), new WatchEvent.Delete(pod("a"), "7"));
    script.watch(NO_TIME);

    assertEquals(Duration.ZERO, loop.step());
    loop.step();
    loop.step();

    assertEquals(List.of("list 0", "watch 5 600", "watch 7 600"), script.requests);
    assertEquals(List.of("added x/a", "added x/b", "removed x/a"), pods.changes());
    assertEquals(
        List.of("heard", "listed 1", "well", "heard", "well", "heard", "well", "well"),
        course.told);
  }

  @Test
  void watchLastsFiveToTenMinutes() {
    random = 0;
    script.list(listing("5"));
    script.watch(NO_TIME);

    loop.step();
    loop.step();

    assertEquals("watch 5 300", script.requests.getLast());
  }

  @Test
  void bookmarkMovesTheVersionOn() {
    script.list(listing("5"));
    script.watch(NO_TIME, new WatchEvent.Bookmark("8"));
    script.watch(NO_TIME);

    steps(3);

    assertEquals("watch 8 600", script.requests.getLast());
  }

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

  @Test
  void serverThatAsksForPatienceGetsIt() {
    script.list(new ApiFailure(429, "slow down", Duration.ofSeconds(7)));
    script.list(new ApiFailure(503, "busy", Duration.ofMillis(1)));

    assertEquals(List.of(7000L, 1000L), millisOf(2));
  }

  @Test
  void watchOfAVersionTooOldBeginsAnewWithTheLatestList() {
    script.list(listing("5", "a"));
    script.watch(NO_TIME, new WatchEvent.Failure(new ApiStatus(410, "too old")));
    script.list(listing("90", "b"));
    script.watch(NO_TIME);

    assertEquals(List.of(0L, 500L, 0L, 1000L), millisOf(4));

    assertEquals(List.of("list 0", "watch 5 600", "list ", "watch 90 600"), script.requests);
    assertEquals(List.of("added x/a", "removed x/a", "added x/b"), pods.changes());
    assertTrue(course.failures.isEmpty(), "410 is no fault");
  }

  @Test
  void refusedWatchOfAVersionTooOldBeginsAnewToo() {
    script.list(listing("5"));
    script.refuseWatch(new ApiFailure(410, "gone", Duration.ZERO));
    script.list(new ApiFailure(410, "gone", Duration.ZERO));
    script.list(listing("6"));

    steps(4);

    assertEquals(List.of("list 0", "watch 5 600", "list ", "list "), script.requests);
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
  void watchesThatEndAtOnceDoNotRunHot() {
    script.list(listing("5"));
    for (int i = 0; i < 4; i++) {
      script.watch(NO_TIME);
    }

    assertEquals(List.of(0L, 1000L, 2000L, 4000L, 5000L), millisOf(5));
  }

  /** Each list succeeds, so that it must not be taken for the end of the trouble. */
  @Test
  void watchesThatExpireAtOnceDoNotRunHot() {
    for (int i = 0; i < 4; i++) {
      script.list(listing("5"));
      script.watch(NO_TIME, new WatchEvent.Failure(new ApiStatus(410, "too old")));
    }

    assertEquals(List.of(0L, 500L, 0L, 1000L, 0L, 2000L, 0L, 4000L), millisOf(8));
  }

  @Test
  void watchThatEndsAsItShouldIsFollowedAtOnce() {
    script.list(listing("5"));
    script.watch(Duration.ofMinutes(5));

    assertEquals(List.of(0L, 0L), millisOf(2));
  }

  @Test
  void silentWatchIsFollowedByAnotherWithoutFault() {
    script.list(listing("5"));
    script.watch(Duration.ofSeconds(90), new SocketTimeoutException("timeout"));
    script.watch(NO_TIME);

    steps(3);

    assertEquals("watch 5 600", script.requests.getLast());
    assertTrue(course.failures.isEmpty());
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

  @Test
  void eventEndsTheTrouble() {
    script.list(listing("5"));
    script.watch(new IOException("cut"));
    script.list(listing("5"));
    script.watch(new IOException("cut again"));
    script.list(listing("5"));
    script.watch(NO_TIME, new WatchEvent.Bookmark("6"));

    steps(5);
    course.told.clear();
    steps(1);

    assertEquals(List.of("heard", "well"), course.told);
  }

  @Test
  void unknownEventIsPassedOver() {
    script.list(listing("5", "a"));
    script.watch(NO_TIME, new WatchEvent.Unknown("SYNC"), new WatchEvent.Bookmark("6"));
    script.watch(NO_TIME);

    steps(3);

    assertEquals("watch 6 600", script.requests.getLast());
    assertEquals(List.of("added x/a"), pods.changes());
  }

  @Test
  void cancelledSourceIsNoTrouble() {
    script.list(listing("5"));
    script.watch(new IOException("Canceled"));
    script.list(new IOException("Canceled"));
    steps(1);
    script.cancelled = true;

    assertEquals(List.of(0L, 0L), millisOf(2));
    assertTrue(course.failures.isEmpty());
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

  private void steps(int count) {
    millisOf(count);
  }

  private List<Long> millisOf(int steps) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      millis.add(loop.step().toMillis());
    }
    return millis;
  }

  private static PodListing listing(String version, String... names) {
    return new PodListing(Arrays.stream(names).map(ListWatchLoopTest::pod).toList(), version);
  }

  private static PodManifest pod(String name) {
    return new PodManifest(
        "x", name, "uid-" + name, "", Map.of(), Map.of(), "Running", "Burstable", List.of());
  }

  /** What the loop told, in order. */
  private static final class Course implements ListWatchLoop.Progress {

    private final List<String> told = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public void heard() {
      told.add("heard");
    }

    @Override
    public void listed(int pods) {
      told.add("listed " + pods);
    }

    @Override
    public void failed(Throwable e) {
      failures.add(String.valueOf(e.getMessage()));
    }

    @Override
    public void well() {
      told.add("well");
    }
  }

  /** An API server that does what was written down before. */
  private static final class Script implements PodSource {

    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private long nowNanos;
    private boolean cancelled;

    void list(PodListing listing) {
      answers.add(listing);
    }

    void list(IOException failure) {
      answers.add(failure);
    }

    void refuseWatch(IOException failure) {
      answers.add(failure);
    }

    void watch(IOException end) {
      watch(NO_TIME, end);
    }

    void watch(Duration lasting, IOException end) {
      answers.add(new ScriptedWatch(lasting, List.of(), Optional.of(end)));
    }

    void watch(Duration lasting, WatchEvent... events) {
      answers.add(new ScriptedWatch(lasting, List.of(events), Optional.empty()));
    }

    @Override
    public PodListing list(String resourceVersion) throws IOException {
      requests.add("list " + resourceVersion);
      return (PodListing) answer();
    }

    @Override
    public Watch watch(String resourceVersion, Duration duration) throws IOException {
      requests.add("watch " + resourceVersion + " " + duration.toSeconds());
      return (Watch) answer();
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    private Object answer() throws IOException {
      Object answer = answers.remove();
      if (answer instanceof IOException e) {
        throw e;
      }
      return answer;
    }

    private final class ScriptedWatch implements Watch {

      private final Duration lasting;
      private final Deque<WatchEvent> events;
      private final Optional<IOException> end;

      ScriptedWatch(Duration lasting, List<WatchEvent> events, Optional<IOException> end) {
        this.lasting = lasting;
        this.events = new ArrayDeque<>(events);
        this.end = end;
      }

      @Override
      public Optional<WatchEvent> next() throws IOException {
        if (!events.isEmpty()) {
          return Optional.of(events.remove());
        }
        nowNanos += lasting.toNanos();
        if (end.isPresent()) {
          throw end.get();
        }
        return Optional.empty();
      }

      @Override
      public void close() {}
    }
  }
}
