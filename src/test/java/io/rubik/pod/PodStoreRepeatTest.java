package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Most changes of a pod alter nothing rubik reads: the same manifest comes again and again. */
class PodStoreRepeatTest {

  private final List<String> events = new ArrayList<>();
  private final PodStore store =
      new PodStore(
          KubepodsLayout.CGROUPFS,
          new PodListener() {
            @Override
            public void added(Pod pod) {
              events.add("added");
            }

            @Override
            public void updated(Pod old, Pod pod) {
              events.add(pod.offline() ? "offline" : "online");
            }

            @Override
            public void removed(Pod pod) {
              events.add("removed");
            }
          });

  private final PodManifest online = PodFixture.pod("web").manifest();
  private final PodManifest offline = PodFixture.pod("web").offline().manifest();
  private final PodManifest ended = PodFixture.pod("web").phase("Succeeded").manifest();
  private final PodManifest broken = PodFixture.pod("web").qosClass("Odd").manifest();

  private List<String> eventsOf(PodManifest... manifests) {
    for (PodManifest manifest : manifests) {
      store.put(manifest);
    }
    return events;
  }

  @Test
  void sameManifestIsNoChange() {
    assertEquals(List.of("added"), eventsOf(online, online, online));
  }

  @Test
  void manifestsThatTakeTurnsAreAllChanges() {
    assertEquals(
        List.of("added", "offline", "online", "offline"),
        eventsOf(online, offline, online, offline));
  }

  @Test
  void manifestOfAPodThatWasLetGoIsTakenAnew() {
    assertEquals(List.of("added", "removed", "added"), eventsOf(online, ended, online));
    store.remove(online);
    assertEquals(
        List.of("added", "removed", "added", "removed", "added"), eventsOf(online, online));
  }

  @Test
  void refusedManifestInBetweenIsForgottenByTheNextGoodOne() {
    eventsOf(online, broken, online);
    store.remove(online);
    store.put(online);

    assertEquals(List.of("added", "removed", "added"), events);
  }
}
