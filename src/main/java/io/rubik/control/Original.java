package io.rubik.control;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a control was before rubik: found once, written into the journal before the first change,
 * and kept for that very cgroup until it is restored. Used under the control's lock.
 */
final class Original<T> {

  private final Site<T> site;
  private final Journal journal;

  /**
   * Distinguishes the cgroup the rest is about from a later one of the same path; null before the
   * first.
   */
  private @Nullable String identity;

  private @Nullable T value;
  private @Nullable JournalEntry entry;

  Original(Site<T> site, Journal journal) {
    this.site = site;
    this.journal = journal;
  }

  /** Takes over an entry of an earlier process; fails when its original cannot be a value. */
  void inherit(JournalEntry inherited) {
    T parsed = site.type().parse(inherited.original());
    site.type().format(parsed); // what could not be written now could not be restored then
    value = parsed;
    identity = inherited.identity();
    entry = inherited;
  }

  /** Returns it, empty while it has not been found. */
  Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Returns the feature that changed the control, empty when nothing is to be restored. */
  Optional<String> owner() {
    return Optional.ofNullable(entry).map(JournalEntry::owner);
  }

  /** Returns whether the cgroup it is about is the one there is. */
  boolean isThere() {
    Optional<String> present = site.identity();
    return present.isPresent() && present.get().equals(identity);
  }

  /** Returns whether a pending restore, if there is one, is in the file system that is mounted. */
  boolean isInSight() {
    return entry == null || hierarchy().equals(entry.hierarchy());
  }

  private String hierarchy() {
    return site.hierarchy().orElse("");
  }

  /**
   * Switches to the cgroup of that identity; returns whether it was another one, whose original is
   * forgotten.
   */
  boolean adopt(String present) {
    if (present.equals(identity)) {
      return false;
    }
    forget();
    identity = present;
    return true;
  }

  /** Records the present value, which is the original if none was found before. */
  void found(Optional<T> now) {
    if (value == null) {
      value = now.orElse(null);
    }
  }

  /** Writes it into the journal, before the control is changed. */
  void record(String owner) throws IOException {
    T before = value;
    String of = identity;
    if (entry == null && !site.isLasting() && before != null && of != null) {
      record(owner, hierarchy(), of, before);
    }
  }

  /** Makes another value the one to restore. */
  void replace(String owner, T next) throws IOException {
    JournalEntry pending = entry;
    if (next.equals(value)) {
      return;
    }
    if (pending != null) {
      record(owner, pending.hierarchy(), pending.identity(), next);
    }
    value = next;
  }

  private void record(String owner, String hierarchy, String of, T original) throws IOException {
    JournalEntry fresh =
        new JournalEntry(owner, site.address(), hierarchy, of, site.type().format(original));
    journal.hold(fresh);
    entry = fresh;
  }

  /** Ends it; one of a file system that is not mounted stays in the journal. */
  void forget() {
    if (entry != null && isInSight()) {
      journal.free(entry);
    }
    entry = null;
    value = null;
  }
}
