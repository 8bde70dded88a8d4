package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import java.util.ArrayList;
import java.util.List;

/** Gives each test a store of pods, and what its listener was told. */
abstract class WithPodStore {

  static final PodManifest A = pod("a", "1");
  static final PodManifest B = pod("b", "2");

  final List<String> events = new ArrayList<>();
  final PodStore store =
      new PodStore(
          KubepodsLayout.CGROUPFS,
          new PodListener() {
            @Override
            public void added(Pod pod) {
              events.add("added " + pod);
            }

            @Override
            public void updated(Pod old, Pod pod) {
              events.add("updated " + pod);
            }

            @Override
            public void removed(Pod pod) {
              events.add("removed " + pod);
            }
          });

  static PodManifest pod(String name, String uid) {
    return PodFixture.pod(name).namespace("ns").uid(uid).created("2026-01-31T12:00:00Z").manifest();
  }

  static PodManifest inPhase(PodManifest manifest, String phase) {
    return PodFixture.of(manifest).phase(phase).manifest();
  }

  void assertEvents(String... expected) {
    assertEquals(List.of(expected), events);
  }

  void assertPods(String... expected) {
    assertEquals(List.of(expected), store.pods().stream().map(Pod::toString).toList());
  }
}
