package io.rubik.kube;

import io.rubik.kube.json.MalformedBodyException;

/**
 * How far the pods are known: the resource version to go on from.
 *
 * <p>Versions are opaque for servers before Kubernetes 1.35, and whole numbers that grow from then
 * on. So an order that was found is never believed: what seems to come late is a reason to list.
 */
final class Position {

  private static final String ANY = "0";
  private static final String LATEST = "";

  private String version = ANY;

  /** Returns the version, empty for the latest there is. */
  String version() {
    return version;
  }

  /** Goes to the version of a list. */
  void set(String listed) {
    version = listed;
  }

  /** Asks for the latest from now on: the server cannot go on from the version. */
  void forget() {
    version = LATEST;
  }

  /** Returns whether the version was forgotten. */
  boolean isForgotten() {
    return version.equals(LATEST);
  }

  /** Fails when an event is of an older version than the one before. */
  void check(String next) throws MalformedBodyException {
    if (isOlder(next, version)) {
      throw new MalformedBodyException(
          "a watch event of version " + next + " came after version " + version);
    }
  }

  /** Goes to the version of an event, if it has one. */
  void advance(String next) {
    if (!next.isEmpty()) {
      version = next;
    }
  }

  /** Returns false also when one of the two is no number: there is no order then. */
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
