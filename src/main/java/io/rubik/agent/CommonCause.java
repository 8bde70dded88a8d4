package io.rubik.agent;

import io.rubik.cgroup.ControllerNotEnabledException;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A reason for which a feature fails on every pod alike, and which is none of the pods'.
 *
 * @param words what the status line says of it
 * @param identity the same for all failures it explains
 * @param remedy what to do about it
 * @param isAwaited whether it is expected to end without the administrator
 */
record CommonCause(String words, String identity, String remedy, boolean isAwaited) {

  private static final String READ_ONLY = "Read-only file system";
  private static final String NOT_PERMITTED = "Operation not permitted";

  /** What {@link Reason} makes of EACCES, and what the kernel says of it. */
  private static final String DENIED = "permission denied";

  /** Returns that of a failure or what caused it, empty when the failure is of one pod alone. */
  static Optional<CommonCause> of(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Optional<CommonCause> found = each instanceof IOException e ? ofOne(e) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<CommonCause> ofOne(IOException failure) {
    if (failure instanceof ControllerNotEnabledException e) {
      return Optional.of(
          new CommonCause(
              "controller not enabled",
              e.what(),
              "waiting for systemd or kubelet to enable it in cgroup.subtree_control",
              true));
    }
    if (failure instanceof NoSuchFileException e) {
      String path = String.valueOf(e.getFile());
      String file = path.substring(path.lastIndexOf('/') + 1);
      return Optional.of(
          new CommonCause(
              "control missing",
              file,
              "if this kernel has no " + file + ", take the feature out of agent.enabledFeatures",
              false));
    }
    String reason = Reason.withoutPath(failure);
    if (reason.equals(READ_ONLY)) {
      return Optional.of(
          new CommonCause(
              "read-only file system",
              READ_ONLY,
              "take ProtectControlGroups= out of the unit, or mount the node's cgroups writable"
                  + " into the container",
              false));
    }
    if (reason.equals(NOT_PERMITTED) || reason.equalsIgnoreCase(DENIED)) {
      return Optional.of(
          new CommonCause(
              DENIED,
              DENIED,
              "rubik needs root, CAP_SYS_ADMIN and a policy of SELinux or AppArmor that lets it"
                  + " write cgroups: see ausearch -m avc and the kernel's log",
              false));
    }
    return Optional.empty();
  }
}
