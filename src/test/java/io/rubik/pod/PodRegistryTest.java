package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodRegistryTest {

  private final PodRegistry pods = new PodRegistry();
  private final List<String> calls = new ArrayList<>();
  private final Pod web = PodFixture.pod("web").pod();
  private final Pod batch = PodFixture.pod("batch").offline().pod();

  /** Notes each pod as it is when its change is announced. */
  private PodSubscriber subscriber(String name) {
    return uid -> calls.add(name + " " + pods.byUid(uid).map(Pod::toString).orElse("no " + uid));
  }

  @Test
  void everySubscriberIsNotifiedAfterEachChange() {
    pods.subscribe(subscriber("a"));
    pods.subscribe(subscriber("b"));

    pods.put(web);
    pods.remove("uid-web");

    assertEquals(
        List.of(
            "a default/web (uid-web)", "b default/web (uid-web)", "a no uid-web", "b no uid-web"),
        calls);
  }

  @Test
  void lateSubscriberIsNotifiedOfThePodsThatAreThere() {
    pods.put(web);
    pods.put(batch);
    pods.remove("uid-web");

    pods.subscribe(subscriber("late"));

    assertEquals(List.of("late default/batch (uid-batch)"), calls);
  }

  @Test
  void unsubscribedOneIsNotNotified() {
    PodSubscriber subscriber = subscriber("a");
    pods.subscribe(subscriber);
    pods.unsubscribe(subscriber);

    pods.put(web);

    assertEquals(List.of(), calls);
  }

  @Test
  void podIsFoundByItsUidAndByTheCgroupItHasNow() {
    Pod moved = PodFixture.pod("web").qosClass("BestEffort").pod();
    pods.put(web);
    pods.put(moved);

    assertEquals(Optional.of(moved), pods.byUid("uid-web"));
    assertEquals(Optional.of(moved), pods.byCgroup(moved.cgroupPath()));
    assertEquals(Optional.empty(), pods.byCgroup(web.cgroupPath()));
    assertEquals(List.of(moved), pods.all());
  }

  @Test
  void cgroupThatAppearsIsAnnouncedAsItsPod() {
    pods.put(web);
    pods.put(batch);
    pods.remove("uid-batch");
    pods.subscribe(subscriber("a"));
    calls.clear();

    pods.cgroupAppeared(web.cgroupPath());
    pods.cgroupAppeared(batch.cgroupPath());
    pods.cgroupAppeared("kubepods");

    assertEquals(List.of("a default/web (uid-web)"), calls);
  }

  @Test
  void removingAnUnknownPodAnnouncesNothing() {
    pods.subscribe(subscriber("a"));

    pods.remove("uid-web");

    assertEquals(List.of(), calls);
  }

  @Test
  void snapshotsStayAsTheyWere() {
    pods.put(web);
    pods.put(batch);
    List<Pod> all = pods.all();
    List<Pod> offline = pods.offline();

    pods.remove("uid-batch");

    assertEquals(List.of(web, batch), all);
    assertEquals(List.of(batch), offline);
    assertEquals(List.of(), pods.offline());
  }

  @Test
  void podsAreCounted() {
    pods.put(web);
    pods.put(batch);
    assertEquals("1 pods online, 1 offline", pods.count().toString());

    pods.put(PodFixture.pod("web").offline().pod());
    assertEquals(new PodCount(0, 2), pods.count());
  }

  @Test
  void changeIsKeptThoughASubscriberFails() {
    pods.subscribe(uid -> {
      throw new IllegalStateException("expected by the test");
    });

    assertThrows(IllegalStateException.class, () -> pods.put(web));

    assertEquals(List.of(web), pods.all());
  }
}
