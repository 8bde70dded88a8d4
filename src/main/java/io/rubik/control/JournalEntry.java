package io.rubik.control;

/**
 * What must be given back.
 *
 * @param owner the feature that changed the control
 * @param attribute the control's name
 * @param path the cgroup, relative to the root of a hierarchy
 * @param hierarchy tells the hierarchy from another one in its place
 * @param identity tells the cgroup from a later one of the same path
 * @param original the text the control's file held before
 */
record JournalEntry(
    String owner,
    String attribute,
    String path,
    String hierarchy,
    String identity,
    String original) {

  /** Returns what no two entries in force have in common. */
  String key() {
    return key(attribute, path, hierarchy);
  }

  /** Returns the key of a control's entry. */
  static String key(String attribute, String path, String hierarchy) {
    return hierarchy + path + "/" + attribute;
  }
}
