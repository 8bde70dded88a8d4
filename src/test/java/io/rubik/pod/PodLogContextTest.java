package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.loop.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tinylog.ThreadContext;

final class PodLogContextTest {

  @Test
  void innerOneEndsBeforeTheOuter() {
    try (PodLogContext _ = PodLogContext.of("outer")) {
      try (PodLogContext _ = PodLogContext.of("inner")) {
        assertEquals("inner", ThreadContext.get("pod"));
      }
      assertEquals("outer", ThreadContext.get("pod"));
    }
    assertNull(ThreadContext.get("pod"));
  }

  @Test
  void linesAboutAManifestConcernItsPod() {
    List<String> seen = new ArrayList<>();
    PodRegistry pods = new PodRegistry();
    pods.subscribe(uid -> seen.add(uid + " " + ThreadContext.get("pod")));
    PodAdmission admission =
        new PodAdmission(KubepodsLayout.CGROUPFS, _ -> Set.of(), pods, Ticker.system());

    admission.put(PodFixture.pod("a").uid("1").manifest());
    admission.replace(List.of(PodFixture.pod("b").uid("2").manifest()));

    assertEquals(List.of("1 1", "1 null", "2 2"), seen);
    assertNull(ThreadContext.get("pod"));
  }
}
