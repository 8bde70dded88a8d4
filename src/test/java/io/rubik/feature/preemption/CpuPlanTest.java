package io.rubik.feature.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.feature.preemption.CpuPlan.PodCpu;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pods are written as {@code on-B-500}: online, Burstable, 500 thousandths of a CPU requested. A
 * plan is written as what it sets, by UID or class; {@code !} stands before a pod that does not
 * yield to all.
 */
class CpuPlanTest {

  private static PodCpu pod(String text) {
    String[] parts = text.split("-", -1);
    QosClass qosClass =
        switch (parts[1]) {
          case "G" -> QosClass.GUARANTEED;
          case "B" -> QosClass.BURSTABLE;
          default -> QosClass.BEST_EFFORT;
        };
    OptionalLong millicores =
        parts.length < 3 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(parts[2]));
    return new PodCpu(text, qosClass, parts[0].equals("off"), millicores);
  }

  private static List<PodCpu> pods(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(CpuPlanTest::pod).toList();
  }

  private static String plan(String pods, CpuUnit unit, OfflineCpu offline, OfflineCpu burstable) {
    CpuPlan plan = CpuPlan.of(pods(pods), unit, offline, burstable);
    TreeMap<String, String> set = new TreeMap<>();
    plan.pods()
        .forEach((uid, priority) ->
            set.put((plan.exposing().contains(uid) ? "!" : "") + uid, priority.toString()));
    plan.classes().forEach((qosClass, priority) -> set.put(qosClass.name(), priority.toString()));
    return String.join(
        ", ", set.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // online Guaranteed
        "on-G-2000 off-G-500 | off-G-500=idle",
        "on-G-2000 off-B-500 | BURSTABLE=weight 2, off-B-500=idle",
        "on-G-2000 off-E-0   | off-E-0=idle",
        // online Burstable
        "on-B-1000 off-G-500 | off-G-500=idle",
        "on-B-1000 off-B-500 | !off-B-500=idle, BURSTABLE=weight 1024",
        "on-B-1000 off-E-0   | off-E-0=idle",
        // online BestEffort
        "on-E-0 off-G-500 | BEST_EFFORT=weight 20, off-G-500=idle",
        "on-E-0 off-B-500 | BEST_EFFORT=weight 20, BURSTABLE=weight 2, off-B-500=idle",
        "on-E-0 off-E-0   | off-E-0=idle, on-E-0=weight 1024",
        // several
        "on-B-250 on-B-1750 off-B-4000 off-B-1 | !off-B-1=idle, !off-B-4000=idle, BURSTABLE=weight 2048",
        "on-E-0 off-E-0 off-G-1 | BEST_EFFORT=weight 20, off-E-0=idle, off-G-1=idle, on-E-0=weight 1024",
        "on-B off-B | !off-B=idle, BURSTABLE=weight 2",
        // nothing to do
        "on-G-1 on-B-1 on-E-0 | ''",
        "off-E-0 | off-E-0=idle",
        "'' | ''",
      })
  void everyPairOfClasses(String pods, String expected) {
    assertEquals(expected, plan(pods, CpuUnit.SHARES, OfflineCpu.IDLE, OfflineCpu.IDLE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on-B-1000 off-B-500 | !off-B-500=idle, BURSTABLE=weight 39",
        "on-E-0 off-E-0 | off-E-0=idle, on-E-0=weight 100",
        "on-E-0 off-G-500 | BEST_EFFORT=weight 2, off-G-500=idle",
        "on-G-1 off-B-500 | BURSTABLE=weight 1, off-B-500=idle",
      })
  void onCgroupV2WeightsAreOtherNumbers(String pods, String expected) {
    assertEquals(expected, plan(pods, CpuUnit.WEIGHT, OfflineCpu.IDLE, OfflineCpu.IDLE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on-B-1000 off-B-500 | BURSTABLE=weight 1024, off-B-500=weight 2",
        "on-E-0 off-E-0 | off-E-0=weight 2, on-E-0=weight 1024",
        "on-E-0 off-G-500 | BEST_EFFORT=weight 20, off-G-500=weight 2",
      })
  void whereTheKernelHasNoIdleOfflinePodsHaveTheLeastWeight(String pods, String expected) {
    assertEquals(expected, plan(pods, CpuUnit.SHARES, OfflineCpu.WEIGHT, OfflineCpu.WEIGHT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on-B-1000 off-B-500 off-E-0 | BURSTABLE=weight 1024, off-B-500=weight 2, off-E-0=idle",
      })
  void offlineBurstablePodsCanHaveAWeight(String pods, String expected) {
    assertEquals(expected, plan(pods, CpuUnit.SHARES, OfflineCpu.IDLE, OfflineCpu.WEIGHT));
  }

  /** A class's weight is that of what all its pods request together. */
  @ParameterizedTest
  @CsvSource({
    "BURSTABLE, on-B-250 off-B-1750, weight 2048, weight 79",
    "BURSTABLE, on-B, weight 2, weight 1",
    "BURSTABLE, on-G-4000, weight 2, weight 1",
    "BURSTABLE, on-B-300000, weight 262144, weight 10000",
    "BEST_EFFORT, on-E-0, weight 2, weight 1",
  })
  void kubeletsWeightOfAClass(QosClass qosClass, String pods, String shares, String weight) {
    assertEquals(shares, CpuPlan.kubelets(qosClass, pods(pods), CpuUnit.SHARES).toString());
    assertEquals(weight, CpuPlan.kubelets(qosClass, pods(pods), CpuUnit.WEIGHT).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "on-B-100, Optional[weight 102], Optional[weight 4]",
    "on-B-0, Optional[weight 2], Optional[weight 1]",
    "on-G-2536, Optional[weight 2596], Optional[weight 99]",
    "on-B-9223372036854775807, Optional[weight 262144], Optional[weight 10000]",
    "on-E-500, Optional[weight 2], Optional[weight 1]",
    "on-B, Optional.empty, Optional.empty",
  })
  void kubeletsWeightOfAPod(String pod, String shares, String weight) {
    assertEquals(shares, CpuPlan.kubelets(pod(pod), CpuUnit.SHARES).toString());
    assertEquals(weight, CpuPlan.kubelets(pod(pod), CpuUnit.WEIGHT).toString());
  }
}
