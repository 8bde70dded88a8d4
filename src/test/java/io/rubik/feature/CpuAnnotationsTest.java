package io.rubik.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CpuAnnotationsTest {

  /** Columns: the two annotations (-: none), what the pod asks for, whether that is refused. */
  @ParameterizedTest
  @CsvSource({
    "-,     -,     false, false, false",
    "true,  -,     true,  false, false",
    "false, -,     false, false, false",
    "True,  -,     false, false, false",
    "'',    -,     false, false, false",
    "-,     10000, false, true,  false",
    "false, 10000, false, true,  false",
    "True,  10000, false, true,  false",
    "true,  10000, true,  true,  true",
    "true,  0,     true,  true,  true",
    "true,  none,  true,  true,  true",
    "true,  '',    true,  true,  true"
  })
  void onePodCannotHaveBoth(
      String turbo, String burst, boolean wantsTurbo, boolean wantsBurst, boolean refused) {
    PodFixture fixture = PodFixture.pod("web");
    if (!turbo.equals("-")) {
      fixture.annotation(CpuAnnotations.QUOTA_TURBO.key(), turbo);
    }
    if (!burst.equals("-")) {
      fixture.annotation(CpuAnnotations.QUOTA_BURST_TIME.key(), burst);
    }
    Pod pod = fixture.pod();

    assertEquals(wantsTurbo, CpuAnnotations.wantsTurbo(pod));
    assertEquals(wantsBurst, CpuAnnotations.wantsBurst(pod));
    assertEquals(
        refused
            ? Optional.of(
                "has both volcano.sh/quota-turbo and volcano.sh/quota-burst-time, which exclude"
                    + " each other: neither is applied; remove one of them")
            : Optional.empty(),
        CpuAnnotations.conflict(pod));
  }
}
