package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CpuQuota;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What counts of the limits of a pod as a whole, which kubelet applies when it can. */
final class ReportedPodLimitsTest extends WithReportedLimits {

  /** Ways to say that kubelet has not applied the spec. */
  private static List<String> notApplied() {
    List<String> ways = new ArrayList<>();
    for (String reported : List.of("", limit("1"), ", 'resources': {}")) {
      for (String reason : List.of("Deferred", "Infeasible")) {
        ways.add(PUT_OFF.replace("Deferred", reason) + reported);
        ways.add(", 'resize': '" + reason + "'" + reported);
      }
      ways.add(IN_PROGRESS + reported);
      ways.add(", 'observedGeneration': 1" + reported);
    }
    ways.add(limit("1"));
    return ways;
  }

  /** The pod's quota was moved at once, up or down, and stayed so. */
  @EveryLayout
  void limitOfThePodCountsOnlyOnceKubeletHasAppliedIt(CgroupFixture any) throws IOException {
    try (TurboScene scene = new TurboScene(any).makeWeb()) {
      scene.kubeletSets(scene.pod(), 100_000);
      ReportedWeb web = new ReportedWeb(scene).generation(1);
      Pod before = web.pod(limit("1"), ", 'observedGeneration': 1").read();
      for (String wanted : List.of("2", "900m")) {
        for (String way : notApplied()) {
          web.generation(way.contains("observed") ? 2 : 0);
          raiseAndRead(scene, before, web.pod(limit(wanted), way).read());
          assertBase(scene, 100_000, wanted + way);
          before = web.generation(1).pod(limit("1"), ", 'observedGeneration': 1").read();
        }
      }
      scene.stop();
      assertQuotas(scene, 100_000, 50_000, 30_000);
    }
  }

  /** Also where the loop has written over what kubelet wrote. */
  @EveryLayout
  void limitOfThePodThatKubeletHasAppliedIsFollowed(CgroupFixture any) throws IOException {
    for (String applied : List.of(limit("2"), ", 'observedGeneration': 2" + limit("2"), "")) {
      TurboScene scene = new TurboScene(any).makeWeb();
      scene.kubeletSets(scene.pod(), 100_000);
      ReportedWeb web = new ReportedWeb(scene).generation(1);
      scene.reconcile(web.pod(limit("1"), "").read());
      scene.raiseFirst();
      scene.reconcile(web.generation(2).pod(limit("2"), PUT_OFF + limit("1")).read());

      scene.reconcile(web.pod(limit("2"), applied).read());

      assertBase(scene, 200_000, applied);
      scene.stop();
      assertQuotas(scene, 200_000, 50_000, 30_000);
    }
    any.close();
  }

  /** What kubelet writes before the status says so stays, and is not added up with the limits. */
  @EveryLayout
  void quotaThatKubeletWritesDuringAResizeStays(CgroupFixture any) throws IOException {
    try (TurboScene scene = new TurboScene(any).makeWeb()) {
      scene.kubeletSets(scene.pod(), 100_000);
      ReportedWeb web = new ReportedWeb(scene).generation(2);
      scene.reconcile(web.pod(limit("1"), "").read());

      scene.kubeletSets(scene.pod(), 200_000);
      scene.reconcile(web.pod(limit("2"), IN_PROGRESS).read());
      assertQuotas(scene, 200_000, 50_000, 30_000);
      scene.reconcile(web.pod(limit("2"), IN_PROGRESS).read());
      scene.reconcile(web.pod(limit("2"), ", 'observedGeneration': 2" + limit("2")).read());
      assertQuotas(scene, 200_000, 50_000, 30_000);

      scene.reconcile(web.pod(limit("3"), limit("3")).read());
      assertQuotas(scene, 300_000, 50_000, 30_000);
      scene.stop();
      assertQuotas(scene, 300_000, 50_000, 30_000);
    }
  }

  /** kubelet reads what it reports of a pod from the pod's cgroup: it would count twice. */
  @EveryLayout
  void raisedQuotaThatIsReportedIsNoLimit(CgroupFixture any) throws IOException {
    for (String spec : List.of("", limit("800m"))) {
      TurboScene scene = new TurboScene(any).makeWeb();
      ReportedWeb web = new ReportedWeb(scene).generation(1);
      String seen = ", 'observedGeneration': 1";
      scene.reconcile(web.pod(spec, seen + limit("800m")).read());
      for (int i = 0; i < 3; i++) {
        scene.raiseFirst();
        String raised = Math.ceilDiv(scene.quota(scene.pod()), 100) + "m";
        scene.reconcile(web.pod(spec, seen + limit(raised)).read());
        scene.reconcile(web.pod(spec, limit(raised)).read());
        assertBase(scene, 80_000, spec);
      }
      scene.stop();
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
    any.close();
  }

  /** On cgroup v1 the kernel refuses kubelet a quota of the pod below that of a container. */
  @EveryLayout
  void raiseMakesWayForALowerLimitThatIsComing(CgroupFixture any) throws IOException {
    try (TurboScene scene = new TurboScene(any).makeWeb()) {
      scene.kubeletSets(scene.pod(), 100_000);
      ReportedWeb web = new ReportedWeb(scene).generation(2);
      scene.reconcile(web.pod(limit("1"), "").read());
      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 55_000);

      scene.reconcile(web.pod(limit("550m"), ", 'observedGeneration': 1").read());
      assertQuotas(scene, 100_000, 50_000, 30_000);
      scene.run(8, 5, scene.container("c1"));
      any.tree().cgroup(scene.pod()).write(Attributes.CPU_QUOTA, new CpuQuota(55_000));
      scene.reconcile(web.pod(limit("550m"), ", 'observedGeneration': 2").read());

      assertQuotas(scene, 55_000, 50_000, 30_000);
      scene.raiseFirst();
      assertBase(scene, 55_000, "after the resize");
    }
  }
}
