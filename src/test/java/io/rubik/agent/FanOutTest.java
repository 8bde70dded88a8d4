package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanOutTest {

  private final FanOut fanOut = new FanOut();
  private final List<String> calls = new ArrayList<>();
  private final Pod web = PodFixture.pod("web").pod();
  private final Pod batch = PodFixture.pod("batch").offline().pod();

  private NodeListener listener(String name) {
    return new NodeListener() {
      @Override
      public void added(Pod pod) {
        calls.add(name + " added " + pod.name());
      }

      @Override
      public void updated(Pod old, Pod pod) {
        calls.add(name + " updated " + pod.name());
      }

      @Override
      public void removed(Pod pod) {
        calls.add(name + " removed " + pod.name());
      }

      @Override
      public void cgroupAppeared(Pod pod) {
        calls.add(name + " cgroup of " + pod.name());
      }
    };
  }

  @Test
  void everyListenerIsToldInOrder() {
    fanOut.add(listener("a"));
    fanOut.add(listener("b"));

    fanOut.added(web);
    fanOut.removed(web);

    assertEquals(List.of("a added web", "b added web", "a removed web", "b removed web"), calls);
  }

  @Test
  void lateListenerIsToldOfThePodsThatAreThere() {
    fanOut.added(web);
    fanOut.added(batch);
    fanOut.removed(web);

    fanOut.add(listener("late"));

    assertEquals(List.of("late added batch"), calls);
  }

  @Test
  void listenerTakenOutIsToldOfNothingMore() {
    NodeListener listener = listener("a");
    fanOut.add(listener);
    fanOut.remove(listener);

    fanOut.added(web);

    assertEquals(List.of(), calls);
  }

  @Test
  void cgroupIsThatOfThePodAsItIsNow() {
    fanOut.added(web);
    Pod moved = PodFixture.pod("web").qosClass("BestEffort").pod();
    fanOut.updated(web, moved);
    fanOut.add(listener("a"));

    fanOut.cgroupAppeared(web.cgroupPath());
    fanOut.cgroupAppeared(moved.cgroupPath());

    assertEquals(List.of("a added web", "a cgroup of web"), calls);
  }

  @Test
  void cgroupOfNoPodIsNoMatter() {
    fanOut.add(listener("a"));
    fanOut.added(web);
    fanOut.removed(web);
    calls.clear();

    fanOut.cgroupAppeared(web.cgroupPath());
    fanOut.cgroupAppeared("kubepods");

    assertEquals(List.of(), calls);
  }

  @Test
  void podsAreCounted() {
    fanOut.added(web);
    fanOut.added(batch);
    assertEquals("1 pods online, 1 offline", fanOut.count().toString());

    fanOut.updated(web, PodFixture.pod("web").offline().pod());
    assertEquals(new FanOut.PodCount(0, 2), fanOut.count());
  }
}
