package io.rubik.control;

/**
 * What must be restored.
 *
 * @param owner the feature that changed the control
 * @param hierarchy distinguishes the mounted file system from another one in its place
 * @param identity distinguishes the cgroup from a later one of the same path
 * @param original the text the control held before
 */
record JournalEntry(
    String owner, Address address, String hierarchy, String identity, String original) {

  /** Returns what no two entries in force have in common. */
  Key key() {
    return new Key(address, hierarchy);
  }

  /** What no two entries in force have in common. */
  record Key(Address address, String hierarchy) {}
}
