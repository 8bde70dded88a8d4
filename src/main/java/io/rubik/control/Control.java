package io.rubik.control;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.OpenControl;
import io.rubik.cgroup.ValueType;
import io.rubik.problem.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * One control of one cgroup: who holds it, and what rubik made it. Of several holders the one of
 * the lowest rank has its way, whoever came last.
 */
final class Control<T> {

  private final ControlId id;
  private final Attribute<T> attribute;
  private final Cgroup cgroup;
  private final Drifts drifts;
  private final Original<T> original;
  private final List<Hold<T>> holds = new ArrayList<>(1);

  /** Null while that is not known. */
  private @Nullable T made;

  /** Open from the first move until nobody holds the control, or its cgroup ends. */
  private @Nullable OpenControl<T> open;

  Control(
      ControlId id,
      Attribute<T> attribute,
      ValueType<T> type,
      Cgroup cgroup,
      Journal journal,
      Drifts drifts) {
    this.id = id;
    this.attribute = attribute;
    this.cgroup = cgroup;
    this.drifts = drifts;
    this.original = new Original<>(id, attribute, type, cgroup, journal);
  }

  ControlId id() {
    return id;
  }

  /** Takes over what an earlier process wrote down; fails when that cannot be a value. */
  synchronized void inherit(JournalEntry inherited) {
    original.inherit(inherited);
  }

  /** Returns whether what is owed to a cgroup is owed to one of the hierarchy that is mounted. */
  synchronized boolean isInSight() {
    return original.isInSight();
  }

  /** Returns whether there is something to give back and nobody holds it, and who held it. */
  synchronized Optional<String> heirless() {
    return holds.isEmpty() ? original.debtor() : Optional.empty();
  }

  /** Returns whether there is nothing to know of it. */
  synchronized boolean isForgettable() {
    return holds.isEmpty() && original.debtor().isEmpty();
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
    original.record(hold.owner());
    made = null;
    try {
      opened().write(value);
    } catch (IOException e) {
      closeFile();
      if (original.isThere()) {
        throw e;
      }
      return make(hold, value); // the cgroup has ended, or was made anew
    }
    made = value;
    return Made.WRITTEN;
  }

  private OpenControl<T> opened() throws IOException {
    OpenControl<T> already = open;
    if (already != null) {
      return already;
    }
    OpenControl<T> fresh = cgroup.open(attribute);
    open = fresh;
    if (!original.isThere()) {
      throw new IOException(id + " is of another cgroup now");
    }
    return fresh;
  }

  private void closeFile() {
    OpenControl<T> file = open;
    open = null;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      Logger.debug(e, "{} does not close", file);
    }
  }

  /**
   * Returns what is to be given back, as it was written down or else was found first; empty when
   * the cgroup is not there.
   */
  synchronized Optional<T> original() throws IOException {
    return meet().isEmpty() ? Optional.empty() : original.value();
  }

  /** Makes another value the one to give back: what the pod is to have has changed. */
  synchronized void rebase(Hold<T> hold, T value) throws IOException {
    original.rebase(hold.owner(), value);
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
    if (!original.isThere()) {
      return again ? apply(hold, value, false) : Made.GONE;
    }
    original.record(hold.owner());
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
    if (present.isPresent() && original.isAnother(present.get())) {
      made = null;
      closeFile();
    }
    Optional<T> found = present.isEmpty() ? Optional.empty() : cgroup.read(attribute);
    original.found(found);
    return found;
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
      closeFile();
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
    Optional<T> value = original.value();
    if (original.debtor().isEmpty() || value.isEmpty() || !holds.isEmpty()) {
      return false;
    }
    if (!original.isInSight()) {
      throw new IOException(
          id
              + " cannot be given back: it was changed in another cgroup tree than the one that is"
              + " mounted now; mount that one, or correct agent.cgroupRoot");
    }
    boolean given = original.isThere() && isAsMade() && writeBack(value.get());
    original.forget();
    made = null;
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
  private boolean writeBack(T value) throws IOException {
    try {
      cgroup.writeAndVerify(attribute, value);
      return true;
    } catch (IOException e) {
      made = null; // a second attempt must not take its own value for somebody else's
      if (original.isThere()) {
        throw e;
      }
      return false;
    }
  }
}
