package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.kube.json.MalformedBodyException;
import io.rubik.kube.json.PodListReader;
import io.rubik.kube.json.WatchEvent;
import io.rubik.loop.Ticker;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a list may not bring, a watch may not bring bit by bit. */
class WatchEventsTest {

  private final PodAdmission admission =
      new PodAdmission(KubepodsLayout.CGROUPFS, _ -> Set.of(), new PodRegistry(), Ticker.system());
  private final WatchEvents events = new WatchEvents(admission, new LastSyncedVersion());
  private int version;

  private void put(int containers) throws IOException {
    put("p" + version, containers);
  }

  private void put(String name, int containers) throws IOException {
    version++;
    PodFixture pod = PodFixture.pod(name).uid("u-" + name);
    for (int i = 0; i < containers; i++) {
      pod.container("c" + version + "-" + i);
    }
    events.apply(new WatchEvent.Put(pod.manifest(), String.valueOf(version)));
  }

  private String refusal(int containers) {
    return String.valueOf(
        assertThrows(MalformedBodyException.class, () -> put(containers)).getMessage());
  }

  @Test
  void podsAreBounded() throws IOException {
    for (int i = 0; i < PodListReader.MAX_PODS; i++) {
      put(0);
    }

    assertEquals("the watch has brought more than 2000 pods", refusal(0));
  }

  @Test
  void containersAreBounded() throws IOException {
    for (int i = 0; i < 12; i++) {
      put(PodListReader.MAX_CONTAINERS / 12);
    }
    put(0);

    assertEquals("the watch has brought more than 6000 containers", refusal(1));
  }

  @Test
  void containersThatAPodGetsLaterCount() throws IOException {
    for (int i = 0; i < 12; i++) {
      put(PodListReader.MAX_CONTAINERS / 12);
    }
    put("web", 0);

    assertThrows(MalformedBodyException.class, () -> put("web", 1));
  }
}
