package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;

/** A container's cgroup or one above it, and the quota it has. */
record QuotaLevel(String path, CpuQuota quota, long periodMicros) {}
