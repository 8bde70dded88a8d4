package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.control.ControlsFixture;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodState;
import io.rubik.host.HostPaths;
import io.rubik.loop.EventLoop;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final PodRegistry pods = new PodRegistry();
  private final Map<String, Runnable> beforeNextAction = new HashMap<>();
  private FeatureSet features;
  private Readiness readiness;

  @BeforeEach
  void make() throws IOException {
    CgroupTree tree = node.tree();
    HostPaths host = new HostPaths(node.root());
    FeatureContext context =
        FeatureContexts.of(host, tree, Ticker.system(), ControlsFixture.owner(tree), pods);
    features = new FeatureSet(name -> context, pods, DirectEventLoop::new);
    readiness = new Readiness(features, () -> calls.add("ready"));
    pods.put(PodFixture.pod("web").pod());
  }

  @AfterEach
  void close() {
    features.close();
    node.close();
  }

  /** A loop that runs each action at once, after the one the test has inserted. */
  private final class DirectEventLoop implements EventLoop {

    private final String name;
    private boolean closed;

    DirectEventLoop(String name) {
      this.name = name;
    }

    @Override
    public void execute(Runnable action) {
      Runnable before = beforeNextAction.remove(name);
      if (before != null) {
        before.run();
      }
      if (!closed) {
        action.run();
      }
    }

    @Override
    public void schedule(Duration delay, Runnable action) {}

    @Override
    public void end() {
      closed = true;
    }

    @Override
    public void close() {
      end();
    }
  }

  private ConfiguredFeature<String> feature(String name, String word) {
    return new ConfiguredFeature<>(
        FeatureType.of(name, section -> "", (setting, context) -> noting(name + " " + setting)),
        word);
  }

  private Feature noting(String name) {
    return new Feature() {
      @Override
      public void start() {}

      @Override
      public PodState reconcile(Pod pod) {
        calls.add(name + " handled " + pod.name());
        return PodState.SETTLED;
      }
    };
  }

  private void change(List<ConfiguredFeature<?>> wanted) {
    try {
      features.change(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readinessIsReportedOnceWhenEveryFeatureHasHandledThePods() {
    change(List.of(feature("quota", "a"), feature("psi", "a")));
    assertFalse(readiness.isReady());

    readiness.synced();
    readiness.synced();

    assertTrue(readiness.isReady());
    assertEquals(List.of("quota a handled web", "psi a handled web", "ready"), calls);
  }

  @Test
  void readinessIsReportedAtOnceWithoutFeatures() {
    readiness.synced();

    assertEquals(List.of("ready"), calls);
  }

  /** It was waited for without end. */
  @Test
  void featureStoppedDuringTheCheckIsNotWaitedFor() {
    ConfiguredFeature<String> quota = feature("quota", "a");
    change(List.of(quota, feature("psi", "a")));
    beforeNextAction.put("psi", () -> change(List.of(quota)));

    readiness.synced();

    assertEquals(List.of("quota a handled web", "psi a handled web", "ready"), calls);
  }

  @Test
  void featureReplacedDuringTheCheckIsWaitedFor() {
    ConfiguredFeature<String> quota = feature("quota", "a");
    change(List.of(quota, feature("psi", "a")));
    beforeNextAction.put("psi", () -> change(List.of(quota, feature("psi", "b"))));

    readiness.synced();

    assertEquals(
        List.of("quota a handled web", "psi a handled web", "psi b handled web", "ready"), calls);
  }
}
