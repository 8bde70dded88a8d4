package io.rubik.control;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.ValueType;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a control of a cgroup was before rubik: found once, written into the journal before the
 * first change, and owed to that very cgroup until it is given back. Used under the control's lock.
 */
final class Original<T> {

  private final ControlId id;
  private final Attribute<T> attribute;
  private final ValueType<T> type;
  private final Cgroup cgroup;
  private final Journal journal;

  /**
   * Tells the cgroup the rest is about from a later one of the same path; null before the first.
   */
  private @Nullable String identity;

  private @Nullable T value;
  private @Nullable JournalEntry entry;

  Original(
      ControlId id, Attribute<T> attribute, ValueType<T> type, Cgroup cgroup, Journal journal) {
    this.id = id;
    this.attribute = attribute;
    this.type = type;
    this.cgroup = cgroup;
    this.journal = journal;
  }

  /** Takes over what an earlier process wrote down; fails when that cannot be a value. */
  void inherit(JournalEntry inherited) {
    T parsed = type.parse(inherited.original());
    type.format(parsed); // what could not be written now could not be given back then
    value = parsed;
    identity = inherited.identity();
    entry = inherited;
  }

  /** Returns it, empty while it has not been found. */
  Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Returns the feature that changed the control, empty when nothing is owed. */
  Optional<String> debtor() {
    return Optional.ofNullable(entry).map(JournalEntry::owner);
  }

  /** Returns whether the cgroup it is about is the one there is. */
  boolean isThere() {
    Optional<String> present = cgroup.identity(attribute.controller());
    return present.isPresent() && present.get().equals(identity);
  }

  /** Returns whether what is owed to a cgroup is owed to one of the hierarchy that is mounted. */
  boolean isInSight() {
    return entry == null || hierarchy().equals(entry.hierarchy());
  }

  /** Returns what tells the hierarchy from others; empty when there is none. */
  private String hierarchy() {
    return cgroup.hierarchy(attribute.controller()).orElse("");
  }

  /**
   * Makes itself about the cgroup of that identity; returns whether it was about another one, of
   * which nothing counts any more.
   */
  boolean isAnother(String present) throws IOException {
    if (present.equals(identity)) {
      return false;
    }
    forget();
    identity = present;
    return true;
  }

  /** Takes in what the control is, which counts if nothing was found before. */
  void found(Optional<T> now) {
    if (value == null) {
      value = now.orElse(null);
    }
  }

  /** Writes it into the journal, before the control is changed. */
  void record(String owner) throws IOException {
    T before = value;
    String of = identity;
    if (entry == null && !attribute.isLasting() && before != null && of != null) {
      record(owner, hierarchy(), of, before);
    }
  }

  /** Makes another value the one that is owed. */
  void rebase(String owner, T next) throws IOException {
    JournalEntry owed = entry;
    if (next.equals(value)) {
      return;
    }
    if (owed != null) {
      record(owner, owed.hierarchy(), owed.identity(), next);
    }
    value = next;
  }

  private void record(String owner, String hierarchy, String of, T owed) throws IOException {
    JournalEntry fresh =
        new JournalEntry(owner, attribute.toString(), id.path(), hierarchy, of, type.format(owed));
    journal.hold(fresh);
    entry = fresh;
  }

  /** Ends the debt; what is owed to a cgroup that is out of sight stays in the journal. */
  void forget() throws IOException {
    if (entry != null && isInSight()) {
      journal.free(entry);
    }
    entry = null;
    value = null;
  }
}
