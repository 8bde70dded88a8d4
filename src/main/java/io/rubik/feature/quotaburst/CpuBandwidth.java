package io.rubik.feature.quotaburst;

import io.rubik.cgroup.CpuQuota;

/**
 * What a cgroup may use of the CPUs, as its files say.
 *
 * @param coming the quota it is about to be given by kubelet, unlimited when that is not known
 */
record CpuBandwidth(CpuQuota quota, long periodMicros, CpuQuota coming) {

  /** Returns whether it may use all CPUs all the time, so that it is never throttled. */
  boolean covers(int cpus) {
    return quota.micros() / periodMicros >= cpus;
  }
}
