package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.CpuQuota;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.Resize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodLimitsTest {

  private static final long PERIOD = 100_000;

  /** Columns: limits of pod (-: none), c1 and c2, as they were and as they are; pod's quota. */
  @ParameterizedTest
  @CsvSource({
    "-, 500m, 300m, -, 500m, 300m, false, 90000",
    "-, 500m, 300m, -, 800m, 300m, true, 120000",
    "-, 500m, 300m, -, 400m, 300m, true, 80000",
    "-, 500m, 300m, -, 800m, 100m, true, 100000",
    "-, 500m, 300m, -, 400m, 400m, true, 90000",
    "-, 790m, 300m, -, 500m, 300m, true, 61000",
    // a container that comes or is away says nothing of a resize
    "-, 500m, '', -, 500m, 300m, false, 90000",
    "-, 500m, 300m, -, 800m, '', true, 120000",
    // nothing less than the kernel takes, and nothing more
    "-, 2, 300m, -, 100m, 300m, true, 1000",
    "-, 500m, 300m, -, 999999999999999, 300m, true, 17592186000000",
    "-, 999999999999999, 300m, -, 500m, 300m, true, 1000",
    // the pod's own limit goes before its containers'
    "900m, 500m, 300m, 900m, 800m, 300m, true, 90000",
    "900m, 500m, 300m, 1200m, 500m, 300m, true, 120000",
    "900m, 500m, 300m, 1200m, 800m, 300m, true, 120000",
    "-, 500m, 300m, 900m, 500m, 300m, true, 90000",
    "900m, 500m, 300m, 900m, none, 300m, true, 90000",
    // a limit that is taken away or given
    "-, 500m, 300m, -, none, 300m, true, -1",
    "-, none, 300m, -, 500m, 300m, true, 90000"
  })
  void quotaOfNinetyThousandBecomes(
      String own,
      String c1,
      String c2,
      String nextOwn,
      String next1,
      String next2,
      boolean changed,
      long quota) {
    PodLimits before = PodLimits.NONE.next(pod(own, c1, c2));
    PodLimits now = before.next(pod(nextOwn, next1, next2));

    assertEquals(changed, now.haveChangedSince(before));
    assertEquals(new CpuQuota(quota), now.grown(new CpuQuota(90_000), before, PERIOD));
  }

  /** Columns: period, quota before and after 300 millicores more. */
  @ParameterizedTest
  @CsvSource({"100000, 90000, 120000", "10000, 9000, 12000", "1000000, 900000, 1200000"})
  void growthIsThatOfThePeriod(long period, long quota, long grown) {
    PodLimits before = PodLimits.NONE.next(pod("-", "500m", "300m"));
    PodLimits now = before.next(pod("-", "800m", "300m"));

    assertEquals(new CpuQuota(grown), now.grown(new CpuQuota(quota), before, period));
  }

  /** Columns: c1 and c2 as they were and as they are; quota of the pod, at the kernel's least. */
  @ParameterizedTest
  @CsvSource({
    "5m, '', 8m, '', 1000",
    "5m, '', 10m, '', 1000",
    "5m, '', 30m, '', 3000",
    "5m, 3m, 5m, 10m, 1500",
    "10m, '', 5m, '', 1000",
    "20m, '', 30m, '', 2000"
  })
  void leastQuotaOfTheKernelIsNotGrownFrom(
      String c1, String c2, String next1, String next2, long quota) {
    PodLimits before = PodLimits.NONE.next(pod("-", c1, c2));
    PodLimits now = before.next(pod("-", next1, next2));

    assertEquals(new CpuQuota(quota), now.grown(new CpuQuota(1000), before, PERIOD));
  }

  /** A limit that is not known at present is as it was. */
  @Test
  void limitThatIsNotKnownIsAsItWas() {
    PodLimits before = PodLimits.NONE.next(pod("900m", "500m", "300m"));

    PodLimits now =
        before.next(
            PodFixture.pod("web").limits("1", "").resize(Resize.PUT_OFF).container("c1").pod());

    assertEquals(before, now);
    assertEquals(PodLimits.NONE, PodLimits.NONE.next(PodFixture.pod("web").pod()));
  }

  /** Columns: limits of pod, c1 and c2 (which has ended), the least quota. */
  @ParameterizedTest
  @CsvSource({
    "-, 500m, 300m, 50000",
    "-, 290m, 300m, 29000",
    "-, none, 300m, 1000",
    "700m, 500m, 300m, 70000",
    "-, 999999999999999, 300m, 17592186000000"
  })
  void podHasAtLeastWhatItsRunningContainersHave(String own, String c1, String c2, long quota) {
    PodFixture pod = PodFixture.pod("web").container("c1", text(c1), "").ended("c2", c2);

    assertEquals(new CpuQuota(quota), PodLimits.least(pod.limits(text(own), "").pod(), PERIOD));
  }

  @Test
  void sumOfAbsurdLimitsDoesNotOverflow() {
    PodFixture pod = PodFixture.pod("web");
    for (int i = 0; i < 30; i++) {
      pod.container("c" + i, "999999999999999", "");
    }

    assertEquals(new CpuQuota(17_592_186_000_000L), PodLimits.least(pod.pod(), PERIOD));
  }

  private static Pod pod(String own, String c1, String c2) {
    PodFixture pod = PodFixture.pod("web").limits(text(own), "");
    if (!c1.isEmpty()) {
      pod.container("c1", text(c1), "");
    }
    if (!c2.isEmpty()) {
      pod.container("c2", text(c2), "");
    }
    return pod.pod();
  }

  private static String text(String limit) {
    return limit.equals("-") || limit.equals("none") ? "" : limit;
  }
}
