package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.kube.json.ReadPods;
import io.rubik.pod.Pod;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts of the limits that the spec and the status of a pod have, or have not. */
final class ReportedLimitsTest {

  private static final String PUT_OFF =
      ", 'conditions': [{'type': 'PodResizePending', 'status': 'True', 'reason': 'Deferred'}]";
  private static final String IN_PROGRESS =
      ", 'conditions': [{'type': 'PodResizeInProgress', 'status': 'True'}]";

  /** The JSON of the pod web, whose containers c1 and c2 have limits of 500m and 300m. */
  private static final class Web {
    private final ReadPods pods;
    private String metadata = "";
    private String podSpec = "";
    private String first = ", 'resources': {'limits': {'cpu': '500m'}}";
    private String reportedFirst = ", 'resources': {'limits': {'cpu': '500m'}}";
    private String status = "";

    Web(TurboScene scene) {
      boolean systemd = scene.node().isSystemd();
      pods =
          new ReadPods(
              systemd ? KubepodsLayout.SYSTEMD : KubepodsLayout.CGROUPFS, "volcano.sh/quota-turbo");
    }

    /** Sets the rest of c1's spec. */
    Web spec(String resources) {
      first = resources;
      return this;
    }

    /** Sets the rest of c1's status. */
    Web reported(String resources) {
      reportedFirst = resources;
      return this;
    }

    /** Sets the rest of the pod's spec, and of its status. */
    Web pod(String ofSpec, String ofStatus) {
      podSpec = ofSpec;
      status = ofStatus;
      return this;
    }

    Web generation(int generation) {
      metadata = ", 'generation': " + generation;
      return this;
    }

    Pod read() throws IOException {
      return read(
          ", 'spec': {'containers': [{'name': 'c-c1'%s}, {'name': 'c-c2', 'resources': {'limits':"
                  .formatted(first)
              + " {'cpu': '300m'}}}]"
              + podSpec
              + "}");
    }

    Pod read(String spec) throws IOException {
      return pods.read(
          "web",
          metadata + ", 'annotations': {'volcano.sh/quota-turbo': 'true'}",
          spec,
          ", 'status': {'phase': 'Running', 'qosClass': 'Burstable', 'containerStatuses': ["
              + container("c1", reportedFirst)
              + ", "
              + container("c2", "")
              + "]"
              + status
              + "}");
    }

    private static String container(String id, String rest) {
      return "{'name': 'c-%1$s', 'containerID': 'containerd://%1$s', 'state': {'running': {}}%2$s}"
          .formatted(id, rest);
    }
  }

  private static void assertQuotas(TurboScene scene, long pod, long first, long second) {
    assertEquals(pod, scene.quota(scene.pod()), "pod");
    assertEquals(first, scene.quota(scene.container("c1")), "c1");
    assertEquals(second, scene.quota(scene.container("c2")), "c2");
  }

  /** What the pod has without what its containers are raised by. */
  private static void assertBase(TurboScene scene, long pod, String message) {
    long raised = scene.quota(scene.container("c1")) - 50_000;
    assertTrue(raised >= 0, message);
    assertEquals(pod, scene.quota(scene.pod()) - raised, message);
  }

  private static TurboScene scene() throws IOException {
    return new TurboScene(CgroupFixture.v1().cgroupfs().mainline()).makeWeb();
  }

  /** Has c1 raised, and then what is read next of the pod reconciled twice. */
  private static void raiseAndRead(TurboScene scene, Pod before, Pod next) throws IOException {
    scene.reconcile(before);
    scene.raiseFirst();
    assertTrue(scene.quota(scene.container("c1")) > 55_000, "raised");
    scene.reconcile(next);
    scene.reconcile(next);
  }

  static Stream<String> silentStatuses() {
    return Stream.of(
        "",
        ", 'resources': null",
        ", 'resources': {}",
        ", 'resources': 'x'",
        ", 'resources': {'requests': {'cpu': '500m'}}",
        ", 'resources': {'limits': null}",
        ", 'resources': {'limits': {}}",
        ", 'resources': {'limits': 7}",
        ", 'resources': {'limits': {'memory': '1Gi'}}",
        ", 'resources': {'limits': {'cpu': null}}",
        ", 'resources': {'limits': {'cpu': {}}}",
        ", 'resources': {'limits': {'cpu': ''}}",
        ", 'resources': {'limits': {'cpu': 'much'}}");
  }

  /** Pod and container became unlimited, for good, and after the stop too. */
  @EveryLayout
  void limitThatOnlyTheSpecHasIsNoneTakenAway(CgroupFixture any) throws IOException {
    try (TurboScene scene = new TurboScene(any).makeWeb()) {
      Web web = new Web(scene);
      for (String silent : silentStatuses().toList()) {
        web.reported(", 'resources': {'limits': {'cpu': '500m'}}");
        raiseAndRead(scene, web.read(), web.reported(silent).read());
        assertBase(scene, 80_000, silent);
      }
      scene.stop();
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  /** The container was never raised; and after a restart it must be as without one. */
  @Test
  void limitThatOnlyTheSpecHasCountsFromTheBeginning() throws IOException {
    for (String silent : silentStatuses().toList()) {
      try (TurboScene scene = scene()) {
        scene.reconcile(new Web(scene).reported(silent).read());
        scene.raiseFirst();
        assertTrue(scene.quota(scene.container("c1")) > 55_000, silent);

        scene.crashAndStart();
        scene.reconcile(new Web(scene).reported(silent).read());
        assertQuotas(scene, 80_000, 50_000, 30_000);
        scene.stop();
        assertQuotas(scene, 80_000, 50_000, 30_000);
      }
    }
  }

  /** A spec that cannot be read, or does not have the container, says nothing of its limit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", 'spec': null",
        ", 'spec': 7",
        ", 'spec': {}",
        ", 'spec': {'containers': 'x'}",
        ", 'spec': {'containers': [7]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': 7}]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': {'limits': 'x'}}]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': {'limits': {'cpu': []}}}]}",
        ", 'spec': {'containers': [{'name': 'c-c1', 'resources': {'limits': {'cpu': 'x'}}}]}"
      })
  void specThatSaysNothingTakesNoLimitAway(String spec) throws IOException {
    try (TurboScene scene = scene()) {
      Web web = new Web(scene);
      raiseAndRead(scene, web.read(), web.reported("").read(spec));

      scene.stop();
      assertQuotas(scene, 80_000, 50_000, 30_000);
    }
  }

  /** kubelet has taken the limit away, and written so; the loop has written over it. */
  @EveryLayout
  void limitThatNeitherHasIsNone(CgroupFixture any) throws IOException {
    try (TurboScene scene = new TurboScene(any).makeWeb()) {
      Web web = new Web(scene);
      raiseAndRead(
          scene, web.read(), web.spec(", 'resources': {}").reported(", 'resources': {}").read());

      assertQuotas(scene, -1, -1, 30_000);
    }
  }

  /** A limit is to be taken away, but kubelet has put that off. */
  @Test
  void limitThatIsToBeTakenAwayIsInForceUntilItIs() throws IOException {
    for (String reported : List.of("", ", 'resources': {'limits': {'cpu': '500m'}}")) {
      for (String state : List.of(PUT_OFF, IN_PROGRESS)) {
        try (TurboScene scene = scene()) {
          Web web = new Web(scene);
          Pod before = web.read();
          raiseAndRead(scene, before, web.spec("").reported(reported).pod("", state).read());
          scene.run(10, 95);
          assertQuotas(scene, 80_000, 50_000, 30_000);
          scene.stop();
          assertQuotas(scene, 80_000, 50_000, 30_000);
        }
      }
    }
  }

  /** A limit is to be given to a container that has none, and its pod. */
  @Test
  void limitThatIsToBeGivenIsNotWritten() throws IOException {
    for (String state : List.of("", PUT_OFF, IN_PROGRESS)) {
      try (TurboScene scene = scene()) {
        scene.kubeletSets(scene.pod(), -1);
        scene.kubeletSets(scene.container("c1"), -1);
        Web web = new Web(scene);
        scene.reconcile(web.spec("").reported("").read());

        Pod next =
            web.spec(", 'resources': {'limits': {'cpu': '500m'}}")
                .reported(", 'resources': {'requests': {'cpu': '100m'}}")
                .pod("", state)
                .read();
        scene.reconcile(next);
        scene.run(70, 5, scene.container("c2"));

        assertEquals(-1, scene.quota(scene.pod()), state);
        assertEquals(-1, scene.quota(scene.container("c1")), state);
      }
    }
  }

  /** Nothing is known of a limit that is not in force: rubik has started during the resize. */
  @Test
  void limitThatIsNotKnownIsNotGuessed() throws IOException {
    try (TurboScene scene = scene()) {
      Web web = new Web(scene);
      scene.reconcile(
          web.spec(", 'resources': {'limits': {'cpu': '900m'}}")
              .reported("")
              .pod("", PUT_OFF)
              .read());
      scene.run(70, 5, scene.container("c1"));
      assertQuotas(scene, 80_000, 50_000, 30_000);

      scene.kubeletSets(scene.pod(), 120_000);
      scene.kubeletSets(scene.container("c1"), 90_000);
      scene.reconcile(web.pod("", "").read());
      assertQuotas(scene, 120_000, 90_000, 30_000);
      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 95_000);
      scene.stop();
      assertQuotas(scene, 120_000, 90_000, 30_000);
    }
  }

  private static String limit(String cpu) {
    return ", 'resources': {'limits': {'cpu': '" + cpu + "'}}";
  }

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
      Web web = new Web(scene).generation(1);
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
      Web web = new Web(scene).generation(1);
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
      Web web = new Web(scene).generation(2);
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
      Web web = new Web(scene).generation(1);
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
      Web web = new Web(scene).generation(2);
      scene.reconcile(web.pod(limit("1"), "").read());
      scene.raiseFirst();
      assertTrue(scene.quota(scene.container("c1")) > 55_000);

      scene.reconcile(web.pod(limit("550m"), ", 'observedGeneration': 1").read());
      assertQuotas(scene, 100_000, 50_000, 30_000);
      scene.run(8, 5, scene.container("c1"));
      CgroupTree.detect(any.cgroupRoot())
          .cgroup(scene.pod())
          .write(Attributes.CPU_QUOTA, new CpuQuota(55_000));
      scene.reconcile(web.pod(limit("550m"), ", 'observedGeneration': 2").read());

      assertQuotas(scene, 55_000, 50_000, 30_000);
      scene.raiseFirst();
      assertBase(scene, 55_000, "after the resize");
    }
  }

  /** Its status stays for a while; the pod stayed raised as long. */
  @EveryLayout
  void raiseOfAContainerThatHasEndedIsTakenFromItsPod(CgroupFixture any) throws IOException {
    for (String status : List.of("", ", 'containerID': ''")) {
      TurboScene scene = new TurboScene(any).makeWeb();
      Web web = new Web(scene);
      scene.reconcile(web.read());
      scene.raiseFirst();
      assertTrue(scene.quota(scene.pod()) > 85_000);

      any.remove(scene.container("c1"));
      scene.reconcile(web.reported(status).read());

      assertEquals(80_000, scene.quota(scene.pod()));
      scene.stop();
    }
    any.close();
  }
}
