package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pod of another name with the UID of one that is there got its cgroup. */
final class PodStoreSameUidTest implements PodListener {

  private final List<String> events = new ArrayList<>();
  private final PodStore store = new PodStore(KubepodsLayout.CGROUPFS, this);
  private final PodManifest web = PodFixture.pod("web").uid("1").manifest();
  private final PodManifest rival = PodFixture.pod("rival").uid("1").offline().manifest();

  @Override
  public void added(Pod pod) {
    events.add("added " + pod.name());
  }

  @Override
  public void updated(Pod old, Pod pod) {
    events.add("updated " + pod.name());
  }

  @Override
  public void removed(Pod pod) {
    events.add("removed " + pod.name());
  }

  @Test
  void podWithTheUidOfAnotherIsRefusedAndTheFirstStays() {
    store.put(web);

    store.put(rival);
    store.remove(rival);

    assertEquals(List.of("added web"), events);
  }

  @Test
  void refusedPodIsTakenWhenTheFirstIsGone() {
    store.put(web);
    store.put(rival);

    store.remove(web);

    assertEquals(List.of("added web", "removed web", "added rival"), events);
  }
}
