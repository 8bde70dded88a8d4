package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingPodsTest {

  private final ManualEventLoop loop = new ManualEventLoop();
  private final List<String> told = new ArrayList<>();
  private final PendingPods pending = new PendingPods(loop, change -> told.add(text(change)));

  private static String text(PodChange change) {
    return switch (change) {
      case PodChange.Added(Pod pod) -> "added " + version(pod);
      case PodChange.Updated(Pod old, Pod pod) -> "updated " + version(old) + "-" + version(pod);
      case PodChange.Removed(Pod pod) -> "removed " + version(pod);
      case PodChange.Replaced(Pod old, Pod pod) -> "replaced " + version(old) + "-" + version(pod);
      case PodChange.CgroupAppeared(Pod pod) -> "cgroup " + version(pod);
    };
  }

  private static String version(Pod pod) {
    return pod.name();
  }

  /** The same pod under several names, so that they can be told apart. */
  private static Pod web(String version) {
    return PodFixture.pod(version).uid("uid-web").pod();
  }

  private static Pod pod(String name) {
    return PodFixture.pod(name).pod();
  }

  private void tell(String change) {
    String[] words = change.split("[ -]", -1);
    switch (words[0]) {
      case "added" -> pending.added(web(words[1]));
      case "updated" -> pending.updated(web(words[1]), web(words[2]));
      case "removed" -> pending.removed(web(words[1]));
      case "cgroup" -> pending.cgroupAppeared(web(words[1]));
      default -> throw new IllegalArgumentException(change);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          added 1                                   | added 1
          added 1, updated 1-2                      | added 2
          added 1, cgroup 1                         | added 1
          added 1, removed 1                        | ''
          added 1, updated 1-2, removed 2           | ''
          added 1, removed 1, added 2               | added 2
          updated 1-2, updated 2-3                  | updated 1-3
          updated 1-2, cgroup 2                     | updated 1-2
          updated 1-2, removed 2                    | removed 2
          updated 1-2, removed 2, added 3           | replaced 2-3
          removed 1, added 2                        | replaced 1-2
          removed 1, added 2, updated 2-3           | replaced 1-3
          removed 1, added 2, cgroup 2              | replaced 1-2
          removed 1, added 2, removed 2             | removed 1
          removed 1, added 2, removed 2, added 3    | replaced 1-3
          cgroup 1, cgroup 1                        | cgroup 1
          cgroup 1, updated 1-2                     | updated 1-2
          cgroup 1, removed 1                       | removed 1
          """)
  void changesOfAPodBecomeOne(String changes, String expected) {
    List.of(changes.split(", ", -1)).forEach(this::tell);
    loop.run();

    assertEquals(expected, String.join(", ", told));
  }

  @Test
  void podsAreToldOfInTheOrderTheyCame() {
    pending.added(pod("a"));
    pending.added(pod("b"));
    pending.updated(pod("a"), pod("a"));
    pending.added(pod("c"));
    loop.run();

    assertEquals(List.of("added a", "added b", "added c"), told);
  }

  @Test
  void podThatCameAgainAfterItWasNothingIsTheLast() {
    pending.added(pod("a"));
    pending.added(pod("b"));
    pending.removed(pod("a"));
    pending.added(pod("a"));
    loop.run();

    assertEquals(List.of("added b", "added a"), told);
  }

  /** Each change was an action of its own: the queue grew while the feature was stuck. */
  @Test
  void loopHasOneActionAndAPodOneChangeHoweverOftenPodsChange() {
    for (int second = 0; second < 100; second++) {
      for (int i = 0; i < 500; i++) {
        pending.updated(pod("pod-" + i), pod("pod-" + i));
      }
    }

    assertEquals(1, loop.waiting());
    loop.run();
    assertEquals(500, told.size());
  }

  /** What else waits for the loop, a heartbeat for one, must have its turn. */
  @Test
  void whatComesWhileItIsToldWaitsForTheNextTurn() {
    PendingPods[] self = new PendingPods[1];
    self[0] =
        new PendingPods(
            loop,
            change -> {
              told.add(text(change));
              if (told.size() < 4) {
                self[0].added(pod("next"));
              }
            });
    self[0].added(pod("first"));
    loop.execute(() -> told.add("heartbeat"));
    loop.run();

    assertEquals(List.of("added first", "heartbeat", "added next", "added next"), told);
  }

  @Test
  void oneThatCannotBeToldDoesNotKeepTheOthersWaiting() {
    PendingPods failing =
        new PendingPods(
            loop,
            change -> {
              told.add(text(change));
              if (told.size() == 1) {
                throw new StackOverflowError("expected by the test");
              }
            });
    failing.added(pod("a"));
    failing.added(pod("b"));

    assertThrows(StackOverflowError.class, loop::run);
    loop.run();

    assertEquals(List.of("added a", "added b"), told);
  }
}
