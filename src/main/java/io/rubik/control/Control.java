package io.rubik.control;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.Failures;
import io.rubik.cgroup.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * One control of one cgroup: who holds it, what it was before, what rubik made it. Of several
 * holders the one of the lowest rank has its way, whoever came last.
 */
final class Control<T> {

  private final ControlId id;
  private final Attribute<T> attribute;
  private final ValueType<T> type;
  private final Cgroup cgroup;
  private final Journal journal;
  private final Drifts drifts;
  private final List<Hold<T>> holds = new ArrayList<>(1);

  /**
   * Tells the cgroup the rest is about from a later one of the same path; null before the first.
   */
  private @Nullable String identity;

  private @Nullable T original;
  private @Nullable T made;
  private @Nullable JournalEntry entry;

  Control(
      ControlId id,
      Attribute<T> attribute,
      ValueType<T> type,
      Cgroup cgroup,
      Journal journal,
      Drifts drifts) {
    this.id = id;
    this.attribute = attribute;
    this.type = type;
    this.cgroup = cgroup;
    this.journal = journal;
    this.drifts = drifts;
  }

  ControlId id() {
    return id;
  }

  /** Takes over what an earlier process wrote down; fails when that cannot be a value. */
  synchronized void inherit(JournalEntry inherited) {
    T value = type.parse(inherited.original());
    type.format(value); // what could not be written now could not be given back then
    original = value;
    identity = inherited.identity();
    entry = inherited;
  }

  /** Returns whether what is owed to a cgroup is owed to one of the hierarchy that is mounted. */
  synchronized boolean isInSight() {
    return entry == null || hierarchy().equals(entry.hierarchy());
  }

  /** Returns whether there is something to give back and nobody holds it, and who held it. */
  synchronized Optional<String> heirless() {
    return holds.isEmpty() ? Optional.ofNullable(entry).map(JournalEntry::owner) : Optional.empty();
  }

  /** Returns whether there is nothing to know of it. */
  synchronized boolean isForgettable() {
    return holds.isEmpty() && entry == null;
  }

  /** Makes the control have a value, as far as the hold has its way. */
  synchronized Made make(Hold<T> hold, T value) throws IOException {
    hold.want(value);
    if (!holds.contains(hold)) {
      join(hold);
    }
    return holds.getFirst() == hold ? apply(hold, value, true) : Made.OVERRULED;
  }

  /** As {@link #make}, but trusts that the control still is as it was made last. */
  synchronized Made move(Hold<T> hold, T value) throws IOException {
    if (made == null || holds.isEmpty() || holds.getFirst() != hold) {
      return make(hold, value);
    }
    hold.want(value);
    if (made.equals(value)) {
      return Made.UNCHANGED;
    }
    if (!isThere(identity)) {
      return make(hold, value);
    }
    recordOriginal(hold);
    return attempt(() -> cgroup.write(attribute, value), value) ? Made.WRITTEN : Made.GONE;
  }

  /**
   * Returns what is to be given back, as it was written down or else was found first; empty when
   * the cgroup is not there.
   */
  synchronized Optional<T> original() throws IOException {
    return meet().isEmpty() ? Optional.empty() : Optional.ofNullable(original);
  }

  /** Makes another value the one to give back: what the pod is to have has changed. */
  synchronized void rebase(Hold<T> hold, T value) throws IOException {
    if (value.equals(original)) {
      return;
    }
    JournalEntry owed = entry;
    if (owed != null) {
      String text = type.format(value);
      JournalEntry fresh =
          new JournalEntry(
              hold.owner(), owed.attribute(), owed.path(), owed.hierarchy(), owed.identity(), text);
      journal.hold(fresh);
      entry = fresh;
    }
    original = value;
  }

  private void join(Hold<T> hold) {
    int place = 0;
    while (place < holds.size() && holds.get(place).rank() <= hold.rank()) {
      place++;
    }
    holds.add(place, hold);
    if (holds.size() > 1) {
      Logger.info(
          "{}: {} wants {} too: {} goes before",
          hold.whose(),
          hold.owner(),
          id,
          holds.getFirst().owner());
    }
  }

  /** A cgroup that is made anew while it is read is met again, once. */
  private Made apply(Hold<T> hold, T value, boolean again) throws IOException {
    Optional<T> found = meet();
    if (found.isEmpty()) {
      return Made.GONE;
    }
    boolean changed = made != null && !made.equals(found.get());
    if (found.get().equals(value)) {
      made = value;
      return Made.UNCHANGED;
    }
    if (!isThere(identity)) {
      return again ? apply(hold, value, false) : Made.GONE;
    }
    recordOriginal(hold);
    if (!attempt(() -> cgroup.writeAndVerify(attribute, value), value)) {
      return Made.GONE;
    }
    if (changed) {
      drifts.repaired(hold.whose(), id.toString(), found.get().toString(), value.toString());
    }
    return changed ? Made.REPAIRED : Made.WRITTEN;
  }

  /** Reads the control; what was known of an earlier cgroup of that path is forgotten. */
  private Optional<T> meet() throws IOException {
    Optional<String> present = cgroup.identity(attribute.controller());
    if (present.isPresent() && !present.get().equals(identity)) {
      forget();
      identity = present.get();
    }
    Optional<T> found = present.isEmpty() ? Optional.empty() : cgroup.read(attribute);
    if (original == null) {
      original = found.orElse(null);
    }
    return found;
  }

  /** What is owed to a cgroup of a hierarchy that is out of sight stays in the journal. */
  private void forget() throws IOException {
    if (entry != null && isInSight()) {
      journal.free(entry);
    }
    entry = null;
    original = null;
    made = null;
  }

  /** Writes what is to be given back into the journal, before the control is changed. */
  private void recordOriginal(Hold<T> hold) throws IOException {
    T before = original;
    String of = identity;
    if (entry != null || attribute.isLasting() || before == null || of == null) {
      return;
    }
    JournalEntry fresh =
        new JournalEntry(
            hold.owner(), attribute.toString(), id.path(), hierarchy(), of, type.format(before));
    journal.hold(fresh);
    entry = fresh;
  }

  /**
   * Writes the control; returns false when the cgroup ended, as pods do. What it holds after a
   * failure is not known.
   */
  private boolean attempt(Failures.Attempt write, T value) throws IOException {
    made = null;
    try {
      write.run();
    } catch (IOException e) {
      if (cgroup.exists(attribute.controller())) {
        throw e;
      }
      return false;
    }
    made = value;
    return true;
  }

  /**
   * Lets a hold go: the next one's value counts, or where there is none, the original is given
   * back. A failure leaves the original in the journal.
   */
  synchronized void release(Hold<T> hold) throws IOException {
    boolean wasFirst = !holds.isEmpty() && holds.getFirst() == hold;
    holds.remove(hold);
    if (holds.isEmpty()) {
      giveBack();
      return;
    }
    Hold<T> next = holds.getFirst();
    if (wasFirst) {
      Logger.info(
          "{}: {} has let go of {}: {} goes on", next.whose(), hold.owner(), id, next.owner());
    }
    T wanted = next.wanted();
    if (wanted != null && !wanted.equals(made)) {
      apply(next, wanted, true);
    }
  }

  /** Writes the original back if nobody holds the control; returns whether it did. */
  synchronized boolean giveBack() throws IOException {
    JournalEntry owed = entry;
    T value = original;
    if (owed == null || value == null || !holds.isEmpty()) {
      return false;
    }
    if (!isInSight()) {
      throw new IOException(
          id
              + " cannot be given back: it was changed in another cgroup tree than the one that is"
              + " mounted now; mount that one, or correct agent.cgroupRoot");
    }
    boolean given = isThere(owed.identity()) && isAsMade() && writeBack(value, owed.identity());
    forget();
    return given;
  }

  /** Returns false when somebody else has changed the control since, whose it then is. */
  private boolean isAsMade() throws IOException {
    T last = made;
    Optional<T> found = last == null ? Optional.empty() : cgroup.read(attribute);
    boolean isOthers = found.isPresent() && !found.get().equals(last);
    if (isOthers) {
      Logger.info("{} has been changed to {} meanwhile: it stays so", id, found.get());
    }
    return !isOthers;
  }

  /** Returns false when the cgroup ended under the write, as those of pods that are removed do. */
  private boolean writeBack(T value, String of) throws IOException {
    try {
      cgroup.writeAndVerify(attribute, value);
      return true;
    } catch (IOException e) {
      if (isThere(of)) {
        throw e;
      }
      return false;
    }
  }

  /** Returns what tells the hierarchy it is in from others; empty when there is none. */
  private String hierarchy() {
    return cgroup.hierarchy(attribute.controller()).orElse("");
  }

  /** Returns whether the cgroup of that identity is the one there is. */
  private boolean isThere(@Nullable String of) {
    return cgroup
        .identity(attribute.controller())
        .filter(present -> present.equals(of))
        .isPresent();
  }
}
