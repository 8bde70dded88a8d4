package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
      fixture.annotation(PodKeys.QUOTA_TURBO, turbo);
    }
    if (!burst.equals("-")) {
      fixture.annotation(PodKeys.QUOTA_BURST_TIME, burst);
    }
    Pod pod = fixture.pod();

    assertEquals(wantsTurbo, CpuAnnotations.wantsTurbo(pod));
    assertEquals(wantsBurst, CpuAnnotations.wantsBurst(pod));
    assertEquals(
        refused
            ? Optional.of(
                "has both volcano.sh/quota-turbo and volcano.sh/quota-burst-time, which would undo"
                    + " each other: neither is done; take one away")
            : Optional.empty(),
        CpuAnnotations.conflict(pod));
  }
}
