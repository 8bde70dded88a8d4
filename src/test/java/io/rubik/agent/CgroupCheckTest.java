package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.KubepodsDriver;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

class CgroupCheckTest {

  /** A minute and the time until the next look. */
  private static final Duration MINUTE = Duration.ofSeconds(71);

  private static final String NO_PODS =
      "NO PODS ever on node n1: if it has any, set RUBIK_NODE_NAME";

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline();
  private final ManualEventLoop loop = new ManualEventLoop();
  private final PodRegistry pods = new PodRegistry();
  private final LogCapture log = new LogCapture(Level.INFO);

  @AfterEach
  void close() {
    log.close();
    node.close();
  }

  private CgroupCheck start() throws IOException {
    return start(KubepodsDriver.CGROUPFS);
  }

  private CgroupCheck start(KubepodsDriver configured, PodFixture... running) throws IOException {
    CgroupTree tree = node.tree();
    Kubepods kubepods = Kubepods.find(tree, configured);
    PodAdmission admission = new PodAdmission(kubepods, _ -> Set.of(), pods, loop);
    CgroupCheck check =
        new CgroupCheck("n1", tree, kubepods, pods, admission, () -> {}, loop, loop);
    for (PodFixture pod : running) {
      admission.put(pod.manifest());
    }
    check.start();
    loop.run();
    check.podsKnown();
    loop.run();
    return check;
  }

  private static PodFixture web(String... containers) {
    PodFixture pod = PodFixture.pod("web");
    for (String container : containers) {
      pod.container(container);
    }
    return pod;
  }

  private void assertLogged(String... parts) {
    for (String part : parts) {
      assertEquals(1, log.lines(part), part + " in " + log.text());
    }
  }

  @Test
  void healthyNodeHasNoProblem() throws IOException {
    node.pod("burstable", "uid-web", "c1");
    CgroupCheck check = start(KubepodsDriver.CGROUPFS, web("c1"));
    loop.pass(MINUTE);

    assertEquals(List.of(), check.words());
    assertEquals("", log.text());
  }

  @Test
  void kubeletThatHasNotRunYetIsWaitedFor() throws IOException {
    node.remove("kubepods");
    CgroupCheck check = start();
    loop.pass(MINUTE);

    assertEquals(
        List.of("waiting for kubelet: no kubepods cgroup below /sys/fs/cgroup/cpu", NO_PODS),
        check.words());
    assertLogged("waiting for kubelet to create it");

    node.cgroup("kubepods");
    loop.pass(Duration.ofSeconds(2));

    assertEquals(List.of(NO_PODS), check.words());
    assertLogged("recovered after");
  }

  /** Another kubelet may have made the one that is there: a pod of this node shows it. */
  @Test
  void nothingIsSaidOfKubeletBeforeThePodsAreKnown() throws IOException {
    node.remove("kubepods").cgroup("kubelet/kubepods/burstable/poduid-web/c1");
    CgroupTree tree = node.tree();
    Kubepods kubepods = Kubepods.find(tree, KubepodsDriver.CGROUPFS);
    PodAdmission admission = new PodAdmission(kubepods, _ -> Set.of(), pods, loop);
    CgroupCheck check =
        new CgroupCheck("n1", tree, kubepods, pods, admission, () -> {}, loop, loop);
    check.start();
    loop.pass(MINUTE);
    assertEquals("", log.text());

    admission.put(web("c1").manifest());
    check.podsKnown();
    loop.pass(MINUTE);

    assertLogged("the cgroups of pods are in kubelet/kubepods (cgroupfs)");
    assertEquals(1, log.text().lines().count(), log.text());
  }

  @Test
  void driverThatIsNotTheConfiguredOneIsUsedAndTold() throws IOException {
    node.pod("burstable", "uid-web", "c1");
    CgroupCheck check = start(KubepodsDriver.SYSTEMD, web("c1"));
    loop.pass(MINUTE);

    assertEquals(List.of(), check.words());
    assertLogged(
        "agent.cgroupDriver: is systemd, but kubelet made kubepods: cgroupfs is used; set it to"
            + " auto or to that");
    assertEquals(1, log.text().lines().count());
  }

  @Test
  void podsAreFollowedToAnotherRoot() throws IOException {
    node.remove("kubepods").cgroup("kubelet/kubepods/burstable/poduid-web/c1");

    CgroupCheck check = start(KubepodsDriver.CGROUPFS, web("c1"));

    String path = "kubelet/kubepods/burstable/poduid-web";
    assertEquals(path, pods.byUid("uid-web").orElseThrow().cgroupPath());
    assertEquals("uid-web", pods.byCgroup(path).orElseThrow().uid());
    assertEquals(List.of(), check.words());
    assertLogged("the cgroups of pods are in kubelet/kubepods (cgroupfs)");
  }

  @Test
  void podsAreFoundInAPartition() throws IOException {
    node.cgroup("kubepods/system/burstable/poduid-web/c1");

    start(KubepodsDriver.CGROUPFS, web("c1"));

    assertEquals(
        "kubepods/system/burstable/poduid-web/c1",
        pods.byUid("uid-web").orElseThrow().containers().getFirst().cgroupPath());
  }

  /** Kubelet's configuration was changed: it moves the pods of a namespace. */
  @Test
  void podsThatKubeletMovesToAPartitionAreFollowed() throws IOException {
    node.pod("burstable", "uid-db", "c2");
    node.pod("burstable", "uid-web", "c1");
    start(KubepodsDriver.CGROUPFS, web("c1"), PodFixture.pod("db").container("c2"));

    node.remove("kubepods/burstable/poduid-web");
    node.cgroup("kubepods/system/burstable/poduid-web/c1");
    loop.pass(Duration.ofSeconds(10));

    assertEquals(
        "kubepods/system/burstable/poduid-web", pods.byUid("uid-web").orElseThrow().cgroupPath());
  }

  @Test
  void podsWithoutACgroupAreOneProblem() throws IOException {
    CgroupCheck check =
        start(
            KubepodsDriver.CGROUPFS,
            web("c1"),
            PodFixture.pod("db").container("c2"),
            PodFixture.pod("pending"));
    assertEquals(List.of(), check.words(), "they may just be starting");
    loop.pass(MINUTE);
    loop.pass(MINUTE);

    assertEquals(List.of("2 pods without a cgroup"), check.words());
    assertLogged("cgroups of pods (default/web (uid-web) is one of them): pods run, but have no");
    assertEquals(1, log.text().lines().count(), log.text());

    node.pod("burstable", "uid-web", "c1");
    node.pod("burstable", "uid-db", "c2");
    loop.pass(MINUTE);

    assertEquals(List.of(), check.words());
    assertLogged("recovered after");
  }

  @Test
  void hierarchyWithoutThePodsIsNamed() throws IOException {
    node.pod("burstable", "uid-web", "c1");
    node.files().removeCgroup("/sys/fs/cgroup/memory/kubepods/burstable/poduid-web");
    CgroupCheck check = start(KubepodsDriver.CGROUPFS, web("c1"));
    loop.pass(MINUTE);

    assertEquals(List.of("1 pods without a cgroup in memory"), check.words());
    assertLogged("missing in memory: mounted after kubelet started? restart kubelet");
  }

  /** The runtime's cgroup driver is not kubelet's. */
  @Test
  void containersOutsideOfTheirPodsAreTold() throws IOException {
    String place =
        "system.slice/containerd.service/kubepods-burstable-poduid_web.slice:cri-containerd:c1";
    node.cgroup(place).pod("burstable", "uid-web");
    CgroupCheck check = start(KubepodsDriver.CGROUPFS, web("c1"));
    loop.pass(MINUTE);

    assertEquals(List.of("1 pods with containers outside of their cgroups"), check.words());
    assertLogged(place, "SystemdCgroup in /etc/containerd/config.toml");
  }

  /** kata: {@code sandbox_cgroup_only} or not, the containers have no cgroup on the host. */
  @Test
  void sandboxesWithoutCgroupsOfContainersAreNoAlarm() throws IOException {
    node.cgroup(node.pod("burstable", "uid-web") + "/kata_4f5c").cgroup("kata_overhead/4f5c");
    CgroupCheck check = start(KubepodsDriver.CGROUPFS, web("c1"));
    loop.pass(MINUTE);

    assertEquals(List.of(), check.words());
    assertTrue(log.text().startsWith("INFO"), log.text());
    assertLogged("as with kata and gVisor: what is set on the pod counts for them");
  }

  @Test
  void mountThatIsReadOnlyIsToldUntilItIsWritable() throws IOException {
    String mounts = node.readFile("/proc/self/mountinfo") + "\n";
    node.setFile(
        "/proc/self/mountinfo", mounts.replace("/sys/fs/cgroup/cpu rw,", "/sys/fs/cgroup/cpu ro,"));
    node.pod("burstable", "uid-web", "c1");
    CgroupCheck check = start(KubepodsDriver.CGROUPFS, web("c1"));
    loop.pass(MINUTE);

    assertEquals(List.of("cgroups are mounted read-only"), check.words());
    assertLogged("/sys/fs/cgroup/cpu cannot be written, for the mount is read-only");

    node.setFile("/proc/self/mountinfo", mounts);
    loop.pass(MINUTE);

    assertEquals(List.of(), check.words());
    assertLogged("recovered after");
  }
}
