package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.Attributes;
import io.rubik.control.ControlsFixture;
import io.rubik.control.Owner;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.feature.Feature;
import io.rubik.feature.PodState;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Container;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Controls a feature has set are restored by the agent, even if the feature does not release them.
 */
class FeatureReleaseTest {

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private final String path = node.pod("burstable", "uid-web", "c1", "c2");
  private final Owner owner = ControlsFixture.ownerOf(node);
  private final ManualEventLoop loop = new ManualEventLoop();
  private final PodRegistry pods = new PodRegistry();
  private final FeatureRunner runner =
      new FeatureRunner("test", NeverReleasing::new, owner, pods, loop, loop);
  private final Pod both = PodFixture.pod("web").container("c1").container("c2").pod();

  /** Sets bursts, and never releases a control. */
  private final class NeverReleasing implements Feature {

    @Override
    public void start() {}

    @Override
    public PodState reconcile(Pod pod) throws IOException {
      for (Container container : pod.containers()) {
        owner
            .claim(Subject.of(pod), Target.of(container.cgroupPath(), Attributes.CPU_BURST_MICROS))
            .set(500L);
      }
      return PodState.SETTLED;
    }
  }

  @BeforeEach
  void startWithBothContainers() {
    var started = runner.start();
    pods.subscribe(runner);
    pods.put(both);
    loop.run();
    started.join();
    assertBursts("500", "500");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private void assertBursts(String first, String second) {
    assertEquals(first, node.read("cpu", path + "/c1", "cpu.cfs_burst_us"));
    assertEquals(second, node.read("cpu", path + "/c2", "cpu.cfs_burst_us"));
  }

  @Test
  void controlsAreRestoredWhenThePodIsGone() {
    pods.remove("uid-web");
    loop.run();

    assertBursts("0", "0");
  }

  @Test
  void controlsAreRestoredWhenTheContainerIsGone() {
    pods.put(PodFixture.pod("web").container("c1").pod());
    loop.run();

    assertBursts("500", "0");
  }

  /** Between two looks the pod was removed, and recreated with another cgroup. */
  @Test
  void controlsAreRestoredWhenThePodReturnsWithAnotherCgroup() {
    pods.remove("uid-web");
    pods.put(PodFixture.pod("web").qosClass("BestEffort").container("c1").pod());
    loop.run();

    assertBursts("0", "0");
  }

  @Test
  void controlsAreRestoredWhenTheFeatureStops() {
    runner.close();

    assertBursts("0", "0");
  }
}
