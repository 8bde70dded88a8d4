package io.rubik.cgroup.kubepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.EveryLayout;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubepodsTest {

  private static final List<PodId> PODS = List.of(new PodId("1a-2b"), new PodId("3c-4d"));

  private final CgroupFixture node = CgroupFixture.v1Joined().cgroupfs().mainline();

  @AfterEach
  void close() {
    node.close();
  }

  private Kubepods find() throws IOException {
    return Kubepods.find(node.tree(), KubepodsDriver.CGROUPFS);
  }

  @EveryLayout
  void driverIsFoundByWhatKubeletMade(CgroupFixture any) throws IOException {
    try (any) {
      for (KubepodsDriver configured : KubepodsDriver.values()) {
        Kubepods kubepods = Kubepods.find(any.tree(), configured);

        assertEquals(any.qosPath("guaranteed"), kubepods.layout().root());
        assertEquals(any.isSystemd(), kubepods.layout().driver() == KubepodsDriver.SYSTEMD);
        assertEquals(Optional.of(configured), kubepods.configured());
      }
    }
  }

  @EveryLayout
  void driverNeedsNotBeConfigured(CgroupFixture any) throws IOException {
    try (any) {
      Kubepods kubepods = Kubepods.find(any.tree());

      assertEquals(any.qosPath("guaranteed"), kubepods.layout().root());
      assertEquals(Optional.empty(), kubepods.configured());
    }
  }

  @Test
  void whatTheUserConfiguredCountsUntilKubeletHasRun() throws IOException {
    node.remove("kubepods");
    Kubepods kubepods = find();

    assertEquals(KubepodsLayout.CGROUPFS, kubepods.layout());
    assertFalse(kubepods.exists());

    node.cgroup("kubepods.slice");

    assertTrue(kubepods.look(List.of()));
    assertEquals(KubepodsLayout.SYSTEMD, kubepods.layout());
    assertFalse(kubepods.look(PODS), "it holds no pod yet");
  }

  /** {@code --cgroup-root}, which kind sets, and others: nothing was ever marked there. */
  @ParameterizedTest
  @CsvSource({
    "kubelet/kubepods, kubelet/kubepods/burstable/pod1a-2b",
    "a/b/kubepods, a/b/kubepods/pod1a-2b",
    "kubelet.slice/kubelet-kubepods.slice,"
        + " kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod1a_2b.slice",
    "kubelet/kubepods, kubelet/kubepods/system/burstable/pod1a-2b"
  })
  void rootFurtherDownIsUsedWhenItHoldsAPodOfThisNode(String root, String pod) throws IOException {
    node.remove("kubepods").cgroup(root);
    Kubepods kubepods = find();
    assertEquals("kubepods", kubepods.layout().root());
    assertFalse(kubepods.look(PODS), "no pod shows whose it is");

    node.cgroup(pod);

    assertTrue(kubepods.look(PODS));
    assertEquals(root, kubepods.layout().root());
  }

  /** A kind cluster on the node has its own kubelet, in a container. */
  @Test
  void rootOfAnotherKubeletIsLeftAlone() throws IOException {
    node.cgroup("docker/4f5c/kubelet/kubepods/burstable/pod9z").pod("burstable", "1a-2b");
    Kubepods kubepods = find();

    assertFalse(kubepods.look(PODS));
    assertFalse(kubepods.look(List.of(new PodId("gone"))));
    assertEquals("kubepods", kubepods.layout().root());
  }

  @Test
  void rootThatHoldsMorePodsOfThisNodeIsUsed() throws IOException {
    node.cgroup("docker/4f5c/kubelet/kubepods/burstable/pod9z");
    node.cgroup("kubelet/kubepods/burstable/pod1a-2b");
    Kubepods kubepods = find();

    assertTrue(kubepods.look(PODS));
    assertEquals("kubelet/kubepods", kubepods.layout().root());
  }

  /** Kubelet was given the other driver, and the node not booted since. */
  @Test
  void cgroupsLeftByTheOtherDriverAreNotUsed() throws IOException {
    node.cgroup("kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a_2b.slice");
    Kubepods kubepods = find();
    assertEquals(KubepodsLayout.CGROUPFS, kubepods.layout());

    assertTrue(kubepods.look(PODS));
    assertEquals(KubepodsLayout.SYSTEMD, kubepods.layout());
  }

  @Test
  void podOfAPartitionIsFoundThere() throws IOException {
    node.cgroup("kubepods/system/burstable/pod1a-2b").pod("burstable", "3c-4d");
    Kubepods kubepods = find();

    assertEquals("kubepods/system", kubepods.of(QosClass.BURSTABLE, PODS.getFirst()).root());
    assertEquals("kubepods", kubepods.of(QosClass.BURSTABLE, PODS.getLast()).root());
    assertEquals("kubepods", kubepods.of(QosClass.BURSTABLE, new PodId("none")).root());
    assertFalse(kubepods.look(List.of(PODS.getFirst())), "it is in this one");
  }

  @Test
  void containerOutsideOfThePodsIsFoundByItsId() throws IOException {
    String place = "system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:4f5c";
    node.cgroup(place).pod("burstable", "1a-2b", "4f5c77");
    KubepodsSearch search = new KubepodsSearch(node.tree());

    assertEquals(
        Optional.of(place), search.outsidePods(List.of(ContainerId.parse("containerd://4f5c"))));
    assertEquals(
        Optional.empty(), search.outsidePods(List.of(ContainerId.parse("containerd://4f5c77"))));
  }

  /** A pod may make as many cgroups below its own as it likes. */
  @Test
  void searchHasABound() throws IOException {
    node.remove("kubepods").cgroup("a/b/c/d/e/f/kubepods");

    assertEquals(List.of(), new KubepodsSearch(node.tree()).found());
  }
}
