package io.rubik.agent;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.Kubepods;
import io.rubik.cgroup.kubepods.PodId;
import io.rubik.cgroup.watch.CgroupEvents;
import io.rubik.cgroup.watch.CgroupWatch;
import io.rubik.control.WrittenControls;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodRegistry;
import java.util.Optional;

/** Has pods looked at whose cgroups appear, and controls that were written, wherever they are. */
final class CgroupFollower implements CgroupEvents, AutoCloseable {

  private final CgroupTree tree;
  private final Kubepods kubepods;
  private final PodRegistry pods;
  private final PodAdmission admission;
  private final WrittenControls written;
  private Optional<CgroupWatch> watch = Optional.empty();

  CgroupFollower(
      CgroupTree tree,
      Kubepods kubepods,
      PodRegistry pods,
      PodAdmission admission,
      WrittenControls written) {
    this.tree = tree;
    this.kubepods = kubepods;
    this.pods = pods;
    this.admission = admission;
    this.written = written;
  }

  /** Watches the cgroups of pods where they are now. */
  synchronized void start() {
    watch = CgroupWatch.start(tree, kubepods.layout(), this);
  }

  /** Watches them in another place. */
  void move() {
    close();
    start();
  }

  /**
   * A mirror pod may be believed now, or a pod's cgroup have been made anew in another partition.
   */
  @Override
  public void podAppeared(String podPath) {
    if (!pods.cgroupAppeared(podPath)) {
      kubepods.layout().podName(podPath).map(PodId::new).ifPresent(admission::relocate);
    }
  }

  @Override
  public void written(String path, String file) {
    written.written(path, file);
  }

  /** Returns whether the watch has ended, though it should not have. */
  synchronized boolean hasEnded() {
    return watch.isPresent() && !watch.get().isAlive();
  }

  /** Ends the watch. */
  @Override
  public synchronized void close() {
    watch.ifPresent(CgroupWatch::close);
    watch = Optional.empty();
  }
}
