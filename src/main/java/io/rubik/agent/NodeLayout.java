package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.config.CgroupDriver;
import java.io.IOException;
import java.util.Locale;
import org.tinylog.Logger;

/** Chooses how the cgroups of pods are named, and checks it against the tree. */
final class NodeLayout {

  private NodeLayout() {}

  /**
   * Returns the layout of the configured driver; fails when the tree has been laid out by the other
   * one.
   */
  static KubepodsLayout choose(CgroupDriver driver, CgroupTree tree) throws IOException {
    KubepodsLayout configured = layout(driver);
    if (tree.exists(configured.root())) {
      return configured;
    }
    for (CgroupDriver other : CgroupDriver.values()) {
      if (tree.exists(layout(other).root())) {
        throw new IOException(
            "agent.cgroupDriver is "
                + name(driver)
                + ", but kubelet made "
                + tree.path(layout(other).root())
                + " and no "
                + configured.root()
                + ": set it to "
                + name(other));
      }
    }
    Logger.warn(
        "{} does not exist yet: kubelet has not run on this node, or agent.cgroupRoot is not its"
            + " cgroup root",
        tree.path(configured.root()));
    return configured;
  }

  private static KubepodsLayout layout(CgroupDriver driver) {
    return switch (driver) {
      case CGROUPFS -> KubepodsLayout.CGROUPFS;
      case SYSTEMD -> KubepodsLayout.SYSTEMD;
    };
  }

  private static String name(CgroupDriver driver) {
    return driver.name().toLowerCase(Locale.ROOT);
  }
}
