package io.rubik.kube;

import io.rubik.kube.json.MalformedBodyException;

/**
 * The resource version up to which the store is in sync, where the next list or watch continues.
 *
 * <p>Versions are opaque before Kubernetes 1.35, and increasing integers from then on. So an event
 * is never dropped as old: one that seems out of order is a reason to list.
 */
final class LastSyncedVersion {

  private static final String ANY = "0";
  private static final String LATEST = "";

  private String version = LATEST;
  private String listed = ANY;

  /** Returns the version, where a watch continues; empty before the first list. */
  String version() {
    return version;
  }

  /** Returns the version that a list asks for, empty for the most recent one. */
  String listed() {
    return listed;
  }

  /** Sets the version of a list. */
  void set(String next) {
    version = next;
    listed = next;
  }

  /** Has lists ask for the most recent version, since the server cannot continue from this one. */
  void forget() {
    listed = LATEST;
  }

  /**
   * Has lists ask for any version: the server may have lost its data, and would let a list of a
   * version that it has not reached wait.
   */
  void doubt() {
    if (!isForgotten()) {
      listed = ANY;
    }
  }

  /** Returns whether the version was forgotten. */
  boolean isForgotten() {
    return listed.equals(LATEST);
  }

  /** Returns whether a list of any version is of an older one. */
  boolean isAheadOf(String next) {
    return listed.equals(ANY) && isOlder(next, version);
  }

  /** Fails when an event has an older version than the one before. */
  void check(String next) throws MalformedBodyException {
    if (isOlder(next, version)) {
      throw new MalformedBodyException(
          "a watch event of version " + next + " came after version " + version);
    }
  }

  /** Sets the version of an event, if it has one. */
  void advance(String next) {
    if (!next.isEmpty()) {
      set(next);
    }
  }

  /** Returns false also when one of the two is not a number and so has no order. */
  private static boolean isOlder(String a, String b) {
    if (!isNumber(a) || !isNumber(b)) {
      return false;
    }
    return a.length() == b.length() ? a.compareTo(b) < 0 : a.length() < b.length();
  }

  private static boolean isNumber(String version) {
    return !version.isEmpty()
        && version.charAt(0) != '0'
        && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
