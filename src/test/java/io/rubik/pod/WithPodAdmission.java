package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.loop.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each test an admission, its registry, and what changed there. */
abstract class WithPodAdmission {

  static final PodManifest A = pod("a", "1");
  static final PodManifest B = pod("b", "2");

  final List<String> events = new ArrayList<>();
  final PodRegistry pods = new PodRegistry();

  /** What identifies each cgroup there is, by its path. */
  final Map<String, Set<String>> cgroups = new HashMap<>();

  final PodAdmission admission =
      new PodAdmission(
          KubepodsLayout.CGROUPFS,
          path -> cgroups.getOrDefault(path, Set.of()),
          pods,
          Ticker.system());

  WithPodAdmission() {
    pods.subscribe(new PodChanges(pods, (change, pod) -> events.add(change + " " + pod)));
  }

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
    assertEquals(List.of(expected), pods.all().stream().map(Pod::toString).toList());
  }
}
