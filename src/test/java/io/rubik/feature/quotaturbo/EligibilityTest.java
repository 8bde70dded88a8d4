package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.CpuQuota;
import io.rubik.feature.CpuAnnotations;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EligibilityTest {

  /** Columns: CPU limit, quota found, why its quota is not changed on a node with 4 CPUs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1m    | 1000   | ``",
        "500m  | 50000  | ``",
        "3999m | 399900 | ``",
        "4     | 400000 | has a CPU limit of 4000m, which is all 4 CPUs",
        "1k    | 400000 | has a CPU limit of 1000000m, which is all 4 CPUs",
        "``    | -1     | has no CPU limit",
        "0     | -1     | has no CPU limit",
        "-1    | -1     | may have a CPU limit, but which one is not known at present",
        "500m  | -1     | has a CPU limit, but kubelet gave it no quota"
      })
  void containerWithALimitBelowTheNodesIsEligible(String limit, long quota, String reason) {
    Pod pod = PodFixture.pod("web").container("c1", limit, "").pod();

    assertEquals(
        reason,
        Eligibility.containerRefusal(pod.containers().getFirst().limits(), new CpuQuota(quota), 4)
            .orElse(""));
  }

  /** Columns: the annotation, whether the pod is handled, what is wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true  | true  | ``",
        "false | false | ``",
        "True  | false | has volcano.sh/quota-turbo \"True\", neither \"true\" nor \"false\":"
            + " treated as false",
        "``    | false | has volcano.sh/quota-turbo \"\", neither \"true\" nor \"false\":"
            + " treated as false"
      })
  void annotationIsTrueOrFalse(String value, boolean wanted, String wrong) {
    Pod pod = PodFixture.pod("web").annotation(CpuAnnotations.QUOTA_TURBO.key(), value).pod();

    assertEquals(wanted, CpuAnnotations.wantsTurbo(pod));
    assertEquals(wrong, Eligibility.unclear(pod).orElse(""));
  }

  @Test
  void podWithoutTheAnnotationIsLeftAlone() {
    Pod pod = PodFixture.pod("web").pod();

    assertEquals(false, CpuAnnotations.wantsTurbo(pod));
    assertEquals(Optional.empty(), Eligibility.unclear(pod));
  }
}
