package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodQueueTest {

  private final ManualEventLoop loop = new ManualEventLoop();
  private final PodRegistry pods = new PodRegistry();
  private final List<String> looks = new ArrayList<>();
  private Consumer<String> handler = this::look;
  private final PodQueue queue = new PodQueue(pods, loop, uid -> handler.accept(uid));

  @BeforeEach
  void subscribe() {
    pods.subscribe(queue);
  }

  private void look(String uid) {
    PodQueue.Look look = queue.look(uid);
    looks.add(name(look.before()) + "-" + name(look.now()));
  }

  private static String name(@Nullable Pod pod) {
    return pod == null ? "none" : pod.name();
  }

  /** The same pod under several names, so that they can be distinguished. */
  private static Pod web(String version) {
    return PodFixture.pod(version).uid("uid-web").pod();
  }

  private void put(String name) {
    pods.put(PodFixture.pod(name).pod());
  }

  private void change(String change) {
    switch (change) {
      case "removed" -> pods.remove("uid-web");
      case "cgroup" -> pods.cgroupAppeared(web("any").cgroupPath());
      case "look" -> loop.run();
      default -> pods.put(web(change));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1                              | none-1
          1, 2                           | none-2
          1, cgroup                      | none-1
          1, removed                     | ''
          1, 2, removed                  | ''
          1, removed, 2                  | none-2
          1, look, 2, 3                  | none-1, 1-3
          1, look, 2, cgroup             | none-1, 1-2
          1, look, cgroup, cgroup        | none-1, 1-1
          1, look, removed               | none-1, 1-none
          1, look, 2, removed            | none-1, 1-none
          1, look, cgroup, removed       | none-1, 1-none
          1, look, removed, look, 2      | none-1, 1-none, none-2
          1, look, removed, 2, removed   | none-1, 1-none
          """)
  void changesOfAPodAreMergedIntoOneLook(String changes, String expected) {
    List.of(changes.split(", ", -1)).forEach(this::change);
    loop.run();

    assertEquals(expected, String.join(", ", looks));
  }

  /** It was removed and added. */
  @Test
  void podRecreatedBetweenTwoLooksIsAnUpdate() {
    List.of("1", "look", "removed", "2").forEach(this::change);
    loop.run();

    assertEquals(List.of("none-1", "1-2"), looks);
  }

  @Test
  void podsAreLookedAtInTheOrderTheyWereQueued() {
    List.of("a", "b", "a", "c").forEach(this::put);
    loop.run();

    assertEquals(List.of("none-a", "none-b", "none-c"), looks);
  }

  @Test
  void podRecreatedBeforeItWasSeenGoesToTheEndOfTheQueue() {
    put("a");
    put("b");
    pods.remove("uid-a");
    put("a");
    loop.run();

    assertEquals(List.of("none-b", "none-a"), looks);
  }

  /** Each change was an action of its own: the queue grew while the feature was stuck. */
  @Test
  void manyChangesQueueOneActionAndOneLookPerPod() {
    for (int second = 0; second < 100; second++) {
      for (int i = 0; i < 500; i++) {
        put("pod-" + i);
      }
    }

    assertEquals(1, loop.waiting());
    loop.run();
    assertEquals(500, looks.size());
  }

  /** While a feature is stuck, nothing may grow. */
  @Test
  void podsCreatedAndDeletedUnseenLeaveNoEntry() {
    for (int i = 0; i < 1000; i++) {
      put("pod-" + i);
      pods.remove("uid-pod-" + i);
    }
    put("last");
    loop.run();

    assertEquals(List.of("none-last"), looks);
    assertEquals(Set.of("uid-last"), queue.all());
  }

  @Test
  void lookRemovesThePodFromTheQueue() {
    put("a");
    look("uid-a");
    loop.run();

    assertEquals(List.of("none-a"), looks);
  }

  @Test
  void removedPodIsListedUntilItHasBeenLookedAt() {
    put("a");
    loop.run();
    pods.remove("uid-a");
    put("b");

    assertEquals(Set.of("uid-b", "uid-a"), queue.all());
    loop.run();
    assertEquals(Set.of("uid-b"), queue.all());
  }

  /** What else waits for the loop, a heartbeat for one, must have its turn. */
  @Test
  void podsQueuedMeanwhileWaitForTheNextRound() {
    handler =
        uid -> {
          look(uid);
          if (looks.size() < 4) {
            put("next");
          }
        };
    put("first");
    loop.execute(() -> looks.add("heartbeat"));
    loop.run();

    assertEquals(List.of("none-first", "heartbeat", "none-next", "next-next"), looks);
  }

  @Test
  void failureOnOnePodDoesNotDelayTheOthers() {
    handler =
        uid -> {
          look(uid);
          if (looks.size() == 1) {
            throw new StackOverflowError("expected by the test");
          }
        };
    put("a");
    put("b");

    assertThrows(StackOverflowError.class, loop::run);
    loop.run();

    assertEquals(List.of("none-a", "none-b"), looks);
  }
}
