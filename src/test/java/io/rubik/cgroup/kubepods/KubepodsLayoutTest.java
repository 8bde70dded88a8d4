package io.rubik.cgroup.kubepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KubepodsLayoutTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CGROUPFS | Guaranteed | docker://4f5c     | kubepods/pod1a-2b/4f5c
          CGROUPFS | Guaranteed | containerd://4f5c | kubepods/pod1a-2b/4f5c
          CGROUPFS | Guaranteed | iSulad://4f5c     | kubepods/pod1a-2b/4f5c
          CGROUPFS | Guaranteed | cri-o://4f5c      | kubepods/pod1a-2b/crio-4f5c
          CGROUPFS | Burstable  | docker://4f5c     | kubepods/burstable/pod1a-2b/4f5c
          CGROUPFS | Burstable  | containerd://4f5c | kubepods/burstable/pod1a-2b/4f5c
          CGROUPFS | Burstable  | iSulad://4f5c     | kubepods/burstable/pod1a-2b/4f5c
          CGROUPFS | Burstable  | cri-o://4f5c      | kubepods/burstable/pod1a-2b/crio-4f5c
          CGROUPFS | BestEffort | docker://4f5c     | kubepods/besteffort/pod1a-2b/4f5c
          CGROUPFS | BestEffort | containerd://4f5c | kubepods/besteffort/pod1a-2b/4f5c
          CGROUPFS | BestEffort | iSulad://4f5c     | kubepods/besteffort/pod1a-2b/4f5c
          CGROUPFS | BestEffort | cri-o://4f5c      | kubepods/besteffort/pod1a-2b/crio-4f5c
          SYSTEMD | Guaranteed | docker://4f5c     | kubepods.slice/kubepods-pod1a_2b.slice/docker-4f5c.scope
          SYSTEMD | Guaranteed | containerd://4f5c | kubepods.slice/kubepods-pod1a_2b.slice/cri-containerd-4f5c.scope
          SYSTEMD | Guaranteed | iSulad://4f5c     | kubepods.slice/kubepods-pod1a_2b.slice/isulad-4f5c.scope
          SYSTEMD | Guaranteed | cri-o://4f5c      | kubepods.slice/kubepods-pod1a_2b.slice/crio-4f5c.scope
          SYSTEMD | Burstable  | docker://4f5c     | kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a_2b.slice/docker-4f5c.scope
          SYSTEMD | Burstable  | containerd://4f5c | kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a_2b.slice/cri-containerd-4f5c.scope
          SYSTEMD | Burstable  | iSulad://4f5c     | kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a_2b.slice/isulad-4f5c.scope
          SYSTEMD | Burstable  | cri-o://4f5c      | kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a_2b.slice/crio-4f5c.scope
          SYSTEMD | BestEffort | docker://4f5c     | kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1a_2b.slice/docker-4f5c.scope
          SYSTEMD | BestEffort | containerd://4f5c | kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1a_2b.slice/cri-containerd-4f5c.scope
          SYSTEMD | BestEffort | iSulad://4f5c     | kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1a_2b.slice/isulad-4f5c.scope
          SYSTEMD | BestEffort | cri-o://4f5c      | kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1a_2b.slice/crio-4f5c.scope
          """)
  void containerHasThePathKubeletGivesIt(
      KubepodsDriver driver, String qosClass, String containerId, String path) {
    KubepodsLayout layout = KubepodsLayout.atTop(driver);
    String pod = layout.podPath(QosClass.parse(qosClass).orElseThrow(), new PodId("1a-2b"));

    assertEquals(path, layout.containerPath(pod, ContainerId.parse(containerId)));
    assertEquals(path.substring(0, path.lastIndexOf('/')), pod);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CGROUPFS | kubepods/pod1a-2b            | POD
          CGROUPFS | kubepods/burstable/pod1a-2b  | POD
          CGROUPFS | kubepods/besteffort/pod1a-2b | POD
          CGROUPFS | kubepods                     | PODS
          CGROUPFS | kubepods/burstable           | PODS
          CGROUPFS | kubepods/besteffort          | PODS
          CGROUPFS | kubepods/system              | PODS
          CGROUPFS | kubepods/system/burstable    | PODS
          CGROUPFS | kubepods/system/pod1         | POD
          CGROUPFS | kubepods/system/burstable/pod1 | POD
          CGROUPFS | kubepods/system/other/pod1   | NEITHER
          CGROUPFS | kubepods/sys.tem/pod1        | NEITHER
          CGROUPFS | kubepods/burstable/pod..     | NEITHER
          CGROUPFS | kubepods/burstable/pod1/pod2 | NEITHER
          CGROUPFS | pod1                         | NEITHER
          CGROUPFS | ''                           | NEITHER
          CGROUPFS | kubepods.slice               | NEITHER
          SYSTEMD | kubepods.slice/kubepods-pod1a_2b.slice | POD
          SYSTEMD | kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a_2b.slice | POD
          SYSTEMD | kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1.slice | POD
          SYSTEMD | kubepods.slice                           | PODS
          SYSTEMD | kubepods.slice/kubepods-burstable.slice  | PODS
          SYSTEMD | kubepods.slice/kubepods-besteffort.slice | PODS
          SYSTEMD | kubepods.slice/kubepods-burstable.slice/kubepods-pod1.slice | NEITHER
          SYSTEMD | kubepods.slice/kubepods-system.slice     | PODS
          SYSTEMD | kubepods.slice/kubepods-system.slice/kubepods-system-burstable.slice | PODS
          SYSTEMD | kubepods.slice/kubepods-system.slice/kubepods-system-pod1.slice | POD
          SYSTEMD | kubepods.slice/kubepods-system.slice/kubepods-system-besteffort.slice/kubepods-system-besteffort-pod1a_2b.slice | POD
          SYSTEMD | kubepods.slice/kubepods-system.slice/kubepods-pod1.slice | NEITHER
          SYSTEMD | kubepods.slice/kubepods-pod1             | NEITHER
          SYSTEMD | kubepods.slice/kubepods-podslice         | NEITHER
          SYSTEMD | kubepods                                 | NEITHER
          """)
  void cgroupsThatHoldPodsAreDistinguishedFromThoseOfPods(
      KubepodsDriver driver, String path, String kind) {
    KubepodsLayout layout = KubepodsLayout.atTop(driver);
    assertEquals(kind.equals("POD"), layout.isPod(path));
    assertEquals(kind.equals("PODS"), layout.holdsPods(path));
  }

  /** Kubelet's --cgroup-root is part of every name that systemd knows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubelet/kubepods | kubelet/kubepods/besteffort/pod1a-2b/4f5c
          docker/4f/kubelet/kubepods | docker/4f/kubelet/kubepods/besteffort/pod1a-2b/4f5c
          kubelet.slice/kubelet-kubepods.slice | kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod1a_2b.slice/cri-containerd-4f5c.scope
          """)
  void rootOfKubeletMayBeFurtherDown(String root, String path) {
    KubepodsLayout layout = KubepodsLayout.at(root).orElseThrow();
    String pod = layout.podPath(QosClass.BEST_EFFORT, new PodId("1a-2b"));

    assertEquals(path, layout.containerPath(pod, ContainerId.parse("containerd://4f5c")));
    assertEquals(Optional.of("1a-2b"), layout.podName(pod));
    assertEquals(root.contains("/"), layout.isBelow(root.substring(0, root.indexOf('/'))));
    assertFalse(layout.isAtTop());
  }

  /** The cgroup of all pods, further down, was taken for a class: its quota was changed. */
  @ParameterizedTest
  @CsvSource({
    "kubepods/pod1, none",
    "kubelet/kubepods/pod1, none",
    "kubelet/kubepods/burstable/pod1, kubelet/kubepods/burstable",
    "kubepods/system/pod1, none",
    "kubepods/system/besteffort/pod1, kubepods/system/besteffort",
    "kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod1.slice, none",
    "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice,"
        + " kubepods.slice/kubepods-burstable.slice",
    "pod1, none"
  })
  void classOfAPodIsTheCgroupAboveIt(String pod, String path) {
    assertEquals(path, KubepodsLayout.classPath(pod).orElse("none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "kubepods2", "kubepods.slice2", "kubelet-kubepods", "kubepods/burstable"})
  void otherNamesAreNotThoseOfAllPods(String path) {
    assertEquals(Optional.empty(), KubepodsLayout.at(path));
  }

  @Test
  void everyDashOfAUidIsReplacedUnderSystemd() {
    PodId id = new PodId("8fb2ef54-7c8c-4a11-b8f5-2b1f2f4c9d1e");

    assertEquals(
        "kubepods.slice/kubepods-pod8fb2ef54_7c8c_4a11_b8f5_2b1f2f4c9d1e.slice",
        KubepodsLayout.SYSTEMD.podPath(QosClass.GUARANTEED, id));
    assertEquals(
        "kubepods/pod8fb2ef54-7c8c-4a11-b8f5-2b1f2f4c9d1e",
        KubepodsLayout.CGROUPFS.podPath(QosClass.GUARANTEED, id));
  }
}
