package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.usage.CpuActivity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * A container of a pod whose quota follows the node. While its files are open it is sampled; one
 * whose cgroup is gone, or whose files cannot be read or written, waits until the next refresh.
 */
final class TurboContainer {

  private final String name;
  private final TurboCgroup cgroup;
  private long limitMillicores;
  private ContainerState state;
  private @Nullable CpuActivity activity;
  private String activityPath = "";
  private final long foundBeyondMicros;

  /** Null while neither fails. */
  private @Nullable Access failing;

  /** What is done to a container's files. */
  enum Access {
    READ,
    WRITE
  }

  /** Creates one whose cgroup has been read; fails when its original quota is not known. */
  TurboContainer(String name, TurboCgroup cgroup, long limitMillicores) throws IOException {
    this.name = name;
    this.cgroup = cgroup;
    this.limitMillicores = limitMillicores;
    this.state = new ContainerState(limitMillicores, cgroup.periodMicros());
    CpuQuota original = cgroup.original().orElse(cgroup.quota());
    long beyond = original.isUnlimited() ? 0 : original.micros() - state.limitMicros();
    boolean isJournalled = !original.equals(cgroup.quota());
    this.foundBeyondMicros = beyond > 0 || isJournalled ? beyond : 0;
    cgroup.replaceOriginal(new CpuQuota(state.limitMicros()));
  }

  /** Follows the limit, which may have changed, and opens the files, if the cgroup is there. */
  boolean follow(long millicores, CgroupTree cgroups) throws IOException {
    boolean same =
        millicores == limitMillicores
            && state.periodMicros() == cgroup.periodMicros()
            && activity != null
            && activity.isCurrent();
    if (!same || !activityPath.equals(cgroup.activityPath())) {
      long quotaMicros = state.quotaMicros();
      pause();
      limitMillicores = millicores;
      state = new ContainerState(millicores, cgroup.periodMicros());
      cgroup.original(); // what was known of an earlier cgroup of this path is forgotten
      cgroup.replaceOriginal(new CpuQuota(state.limitMicros()));
      if (same) { // its tasks are counted in another cgroup now
        state.quota(quotaMicros);
      }
      activityPath = cgroup.activityPath();
      activity = CpuActivity.open(cgroups, activityPath).orElse(null);
    }
    return activity != null;
  }

  String name() {
    return name;
  }

  TurboCgroup cgroup() {
    return cgroup;
  }

  ContainerState state() {
    return state;
  }

  /** Returns whether its limit allows all of so many CPUs. */
  boolean hasAllOf(int cpus) {
    return Eligibility.isAllOf(cpus, limitMillicores);
  }

  /**
   * Returns how far the original quota was from its limit's when it was read first, in µs of
   * another period: above, or, where it was journalled before a resize, below.
   */
  long foundBeyondMicros(long periodMicros) {
    return Math.ceilDiv(foundBeyondMicros * periodMicros, state.periodMicros());
  }

  /** Returns how far its quota is above its limit's, in µs of another period. */
  long raisedMicros(long periodMicros) {
    long micros = state.quotaMicros() - state.limitMicros();
    return Math.ceilDiv(micros * periodMicros, state.periodMicros());
  }

  /** Reads what the container does; returns false when it waits, or its cgroup is gone. */
  boolean sample(long atNanos, ReadBuffer buffer) throws IOException {
    CpuActivity open = activity;
    if (open == null) {
      return false;
    }
    if (!open.read(buffer)) {
      pause();
      return false;
    }
    state.sample(atNanos, open.usageNanos(), open.throttledPeriods(), open.throttledNanos());
    return true;
  }

  /** Has the loop return its quota to that of its limit; it then waits until the next refresh. */
  void fallBack() {
    pause();
    state.fallBack();
  }

  /** Closes its files: it is not sampled, and its quota stays, until the next refresh. */
  void pause() {
    state.stay();
    CpuActivity open = activity;
    activity = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      Logger.debug(e, "the files of {} do not close", cgroup.path());
    }
  }

  /**
   * Decides on the quota of its limit and waits: the container has ended, or kubelet is about to
   * resize its pod, which a raised quota may keep it from.
   */
  void letGo() {
    state.quota(state.limitMicros());
    pause();
  }

  /** Notes that its files could not be read or written. */
  void failed(Access access) {
    failing = access;
  }

  /** Notes that they could; returns whether that failed until now. */
  boolean recovers(Access access) {
    if (failing != access) {
      return false;
    }
    failing = null;
    return true;
  }

  /** Returns the quota it is to have. */
  CpuQuota quota() {
    return new CpuQuota(state.quotaMicros());
  }
}
