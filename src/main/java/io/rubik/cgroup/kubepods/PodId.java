package io.rubik.cgroup.kubepods;

/**
 * What names a pod's cgroup: its UID, or the configuration hash of a static pod.
 *
 * @param value only letters, digits and {@code -}, so that it is safe in a path, and no two are the
 *     same under systemd, where {@code _} stands for {@code -}
 */
public record PodId(String value) {

  /** The most characters an ID may have. */
  static final int MAX_LENGTH = 64;

  /** Fails with {@code IllegalArgumentException} when the value could not be part of a name. */
  public PodId {
    if (!SafeName.isSafe(value, MAX_LENGTH) || value.indexOf('_') >= 0) {
      throw new IllegalArgumentException("pod UID \"" + value + "\" is not a plain name");
    }
  }

  /**
   * Returns the ID of a static pod; fails with {@code IllegalArgumentException} when the hash has
   * anything but hexadecimal digits: a UID has dashes, so no pod can take another's place by it.
   */
  public static PodId ofConfigHash(String hash) {
    boolean hexadecimal =
        hash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (!hexadecimal) {
      throw new IllegalArgumentException("config hash \"" + hash + "\" is not hexadecimal");
    }
    return new PodId(hash);
  }

  @Override
  public String toString() {
    return value;
  }
}
