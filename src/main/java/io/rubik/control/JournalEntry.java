package io.rubik.control;

/**
 * What must be given back.
 *
 * @param owner the feature that changed the control
 * @param attribute the control's name
 * @param path the cgroup, relative to the root of a hierarchy
 * @param identity tells the cgroup from a later one of the same path
 * @param original the text the control's file held before
 */
record JournalEntry(String owner, String attribute, String path, String identity, String original) {

  /** Returns what no two entries in force have in common. */
  String key() {
    return path + "/" + attribute;
  }
}
