package io.rubik.feature.preemption;

import io.rubik.cgroup.CgroupTree;
import io.rubik.control.ControlsFixture;
import io.rubik.host.HostPaths;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Gives each test the cgroup tree of an openEuler node and the feature on it. */
abstract class WithPreemption {

  static final PreemptionConfig BOTH = config(List.of(Resource.CPU, Resource.MEMORY), false);

  final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();

  @AfterEach
  void close() {
    node.close();
  }

  static PreemptionConfig config(List<Resource> resources, boolean enableMemcgQos) {
    return new PreemptionConfig(
        resources, PriorityProvider.AUTO, BurstableOffline.IDLE, enableMemcgQos);
  }

  /** Returns one that has not started. */
  static Preemption preemption(CgroupFixture node, PreemptionConfig config) throws IOException {
    CgroupTree tree = node.tree();
    HostPaths host = new HostPaths(node.root());
    return new Preemption(
        config, FeatureContexts.of(host, tree, () -> 0, ControlsFixture.owner(tree, host)));
  }

  /** Returns one of both resources that has started. */
  Preemption preemption() throws IOException {
    return started(node, BOTH);
  }

  static Preemption started(CgroupFixture node, PreemptionConfig config) throws IOException {
    Preemption preemption = preemption(node, config);
    preemption.start();
    return preemption;
  }
}
