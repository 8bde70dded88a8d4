package io.rubik.feature.quotaturbo;

import io.rubik.cgroup.CpuQuota;

/** A quota to be written, and the one it replaces. */
record QuotaWrite(String path, CpuQuota from, CpuQuota to) {

  /** Returns the write that undoes this one. */
  QuotaWrite undo() {
    return new QuotaWrite(path, to, from);
  }

  boolean isNone() {
    return from.equals(to);
  }

  boolean isRaise() {
    return !from.isUnlimited() && (to.isUnlimited() || to.micros() > from.micros());
  }
}
