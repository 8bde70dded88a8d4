package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.rubik.capability.UnavailableException;
import io.rubik.cgroup.CgroupTree;
import io.rubik.control.ControlsFixture;
import io.rubik.feature.Feature;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.PodState;
import io.rubik.host.HostPaths;
import io.rubik.loop.ThreadEventLoop;
import io.rubik.loop.Ticker;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeatureSetTest {

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final PodRegistry pods = new PodRegistry();
  private final FeatureType<String> quota = type("quota");
  private final FeatureType<String> psi = type("psi");
  private FeatureSet features;

  @BeforeEach
  void make() throws IOException {
    CgroupTree tree = node.tree();
    HostPaths host = new HostPaths(node.root());
    FeatureContext context =
        FeatureContexts.of(host, tree, Ticker.system(), ControlsFixture.owner(tree), pods);
    features = new FeatureSet(name -> context, pods, ThreadEventLoop::new);
    pods.put(PodFixture.pod("web").pod());
  }

  @AfterEach
  void close() {
    features.close();
    node.close();
  }

  /** Features whose setting is a word; with "broken" they do not start. */
  private FeatureType<String> type(String name) {
    return FeatureType.of(name, section -> "", (word, context) -> new Recorder(name + " " + word));
  }

  private final class Recorder implements Feature {

    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public void start() throws IOException {
      if (name.endsWith("broken")) {
        throw new UnavailableException("no such file");
      }
      calls.add(name + " started");
    }

    @Override
    public PodState reconcile(Pod pod) {
      calls.add(name + " reconciled " + pod.name());
      return PodState.SETTLED;
    }

    @Override
    public void stop() {
      calls.add(name + " stopped");
    }
  }

  private static ConfiguredFeature<String> with(FeatureType<String> type, String word) {
    return new ConfiguredFeature<>(type, word);
  }

  /** Stops the features, so that all they were given has been done. */
  private List<String> callsUntilClosed() {
    features.close();
    return List.copyOf(calls);
  }

  @Test
  void startedFeatureReconcilesExistingPods() throws IOException {
    features.change(List.of(with(quota, "a")));

    assertEquals(
        List.of("quota a started", "quota a reconciled web", "quota a stopped"),
        callsUntilClosed());
  }

  @Test
  void unchangedFeatureKeepsRunning() throws IOException {
    features.change(List.of(with(quota, "a"), with(psi, "a")));
    features.change(List.of(with(quota, "a")));
    assertEquals(List.of("quota"), features.names());

    List<String> ofQuota =
        callsUntilClosed().stream().filter(call -> call.startsWith("quota")).toList();
    assertEquals(List.of("quota a started", "quota a reconciled web", "quota a stopped"), ofQuota);
  }

  @Test
  void featureWithChangedSettingsIsStoppedThenStarted() throws IOException {
    features.change(List.of(with(quota, "a")));
    features.change(List.of(with(quota, "b")));

    assertEquals(
        List.of(
            "quota a started",
            "quota a reconciled web",
            "quota a stopped",
            "quota b started",
            "quota b reconciled web",
            "quota b stopped"),
        callsUntilClosed());
  }

  @Test
  void failedStartLeavesTheOldFeaturesRunning() throws IOException {
    features.change(List.of(with(quota, "a")));

    IOException failure =
        assertThrows(
            IOException.class,
            () -> features.change(List.of(with(quota, "b"), with(psi, "broken"))));

    assertEquals("feature psi: no such file", failure.getMessage());
    assertEquals(List.of("quota"), features.names());
    assertEquals("quota a reconciled web", callsUntilClosed().reversed().get(1));
  }
}
