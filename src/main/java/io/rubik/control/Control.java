package io.rubik.control;

import io.rubik.cgroup.OpenControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * One value in the kernel: who claims it, and what rubik set it to. Of several claims the one of
 * the lowest rank counts, not the latest.
 */
final class Control<T> {

  private final Site<T> site;
  private final ExternalChanges changes;
  private final SiteWriter<T> writer;
  private final Original<T> original;
  private final List<Claim<T>> claims = new ArrayList<>(1);

  /** What rubik set last; null while it is not known whether it is still so. */
  private @Nullable T last;

  /** For whom a value is in force; may be read while a slow write holds the lock. */
  private volatile Optional<Subject> subject = Optional.empty();

  Control(Site<T> site, Journal journal, ExternalChanges changes, SiteWriter.Remedy<T> remedy) {
    this.site = site;
    this.changes = changes;
    this.writer = new SiteWriter<>(site, remedy);
    this.original = new Original<>(site, journal);
  }

  /** Takes over an entry of an earlier process; fails when its original cannot be a value. */
  synchronized void inherit(JournalEntry entry) {
    original.inherit(entry);
  }

  /** Returns whether a pending restore, if there is one, is in the file system that is mounted. */
  synchronized boolean isInSight() {
    return original.isInSight();
  }

  /** Returns who set the control, when its original is to be restored and it is unclaimed. */
  synchronized Optional<String> orphaned() {
    return claims.isEmpty() ? original.owner() : Optional.empty();
  }

  /** Returns whether it is unclaimed and has nothing to restore. */
  synchronized boolean isForgettable() {
    return claims.isEmpty() && original.owner().isEmpty();
  }

  /** Returns the claim that counts and what it has set, empty while nothing is set. */
  synchronized Optional<ControlState> state() {
    T value = last;
    if (value == null || claims.isEmpty()) {
      return Optional.empty();
    }
    Claim<T> claim = claims.getFirst();
    return Optional.of(
        new ControlState(
            claim.subject(),
            site.toString(),
            claim.owner(),
            value.toString(),
            original.value().map(Object::toString)));
  }

  /** Returns for whom what rubik has set is in force; waits for no write. */
  Optional<Subject> subject() {
    return subject;
  }

  private void updateSubject() {
    subject =
        last == null || claims.isEmpty()
            ? Optional.empty()
            : Optional.of(claims.getFirst().subject());
  }

  /** Makes the control have a value, as far as the claim counts. */
  synchronized WriteResult set(Claim<T> claim, T value) throws IOException {
    claim.want(value);
    if (!claims.contains(claim)) {
      join(claim);
    }
    try {
      return claims.getFirst() == claim ? apply(claim, value, true) : WriteResult.OUTRANKED;
    } finally {
      updateSubject();
    }
  }

  /** As {@link #set}, but trusts that the control still is as it was set last. */
  synchronized WriteResult setCached(Claim<T> claim, T value) throws IOException {
    if (last == null || claims.isEmpty() || claims.getFirst() != claim) {
      return set(claim, value);
    }
    claim.want(value);
    if (last.equals(value)) {
      return WriteResult.UNCHANGED;
    }
    Optional<OpenControl<T>> file;
    try {
      file = opened();
      if (file.isPresent()) {
        original.record(claim.owner());
        last = null;
        file.get().write(value);
      }
    } catch (IOException e) {
      writer.close();
      boolean isKernels = !(e instanceof JournalException);
      if (original.isThere() && !(isKernels && writer.isAcceptedNow(value, e))) {
        throw e;
      }
      return set(claim, value); // the cgroup has ended, or was recreated
    }
    if (file.isEmpty()) {
      return set(claim, value);
    }
    last = value;
    return WriteResult.WRITTEN;
  }

  private Optional<OpenControl<T>> opened() throws IOException {
    boolean wasOpen = writer.isOpen();
    Optional<OpenControl<T>> file = writer.open();
    if (!wasOpen && file.isPresent() && !original.isThere()) {
      throw new IOException(site + " now belongs to another cgroup");
    }
    return file;
  }

  /**
   * Returns what is to be restored, as it is in the journal or else was found first; empty when
   * what holds the control is not there.
   */
  synchronized Optional<T> original() throws IOException {
    return refresh().isEmpty() ? Optional.empty() : original.value();
  }

  /** Makes another value the one to restore: what the pod is to have has changed. */
  synchronized void replaceOriginal(Claim<T> claim, T value) throws IOException {
    original.replace(claim.owner(), value);
  }

  private void join(Claim<T> claim) {
    int place = 0;
    while (place < claims.size() && claims.get(place).rank() <= claim.rank()) {
      place++;
    }
    claims.add(place, claim);
    if (claims.size() > 1) {
      Logger.info(
          "{}: {} also requests {}; {} takes precedence",
          claim.subject(),
          claim.owner(),
          site,
          claims.getFirst().owner());
    }
  }

  /** A cgroup that is recreated while it is read is read once more. */
  private WriteResult apply(Claim<T> claim, T value, boolean mayRetry) throws IOException {
    Optional<T> found = refresh();
    if (found.isEmpty()) {
      return WriteResult.GONE;
    }
    boolean isChanged = last != null && !last.equals(found.get());
    if (found.get().equals(value)) {
      last = value;
      return WriteResult.UNCHANGED;
    }
    if (!original.isThere()) {
      return mayRetry ? apply(claim, value, false) : WriteResult.GONE;
    }
    original.record(claim.owner());
    if (!attempt(value)) {
      return WriteResult.GONE;
    }
    if (isChanged) {
      changes.restored(
          site.judge(found.get(), original.value()),
          claim.subject(),
          site.toString(),
          found.get().toString(),
          value.toString());
    }
    return isChanged ? WriteResult.REPAIRED : WriteResult.WRITTEN;
  }

  /** Returns whether a file of that name in its cgroup holds it, or part of it. */
  boolean isIn(String file) {
    return site.isIn(file);
  }

  /**
   * Sets the control again if somebody has changed it; what may be a resize is left to the feature,
   * which looks at all its controls now and then.
   */
  synchronized void repair() throws IOException {
    T set = last;
    if (set == null || claims.isEmpty() || !original.isThere()) {
      return;
    }
    Optional<T> found = site.read();
    boolean isMeddled = found.isPresent() && !found.get().equals(set);
    if (isMeddled
        && site.judge(found.get(), original.value()) != Meddling.RESIZE
        && !changes.isRace(site.toString())) {
      try {
        apply(claims.getFirst(), set, true);
      } finally {
        updateSubject();
      }
    }
  }

  /** Reads the control; what was known of an earlier cgroup of that path is forgotten. */
  private Optional<T> refresh() throws IOException {
    Optional<String> present = site.identity();
    if (present.isPresent() && original.adopt(present.get())) {
      last = null;
      writer.close();
    }
    Optional<T> found = present.isEmpty() ? Optional.empty() : site.read();
    original.found(found);
    return found;
  }

  /**
   * Writes the control; returns false when the cgroup ended, as pods do. What it holds after a
   * failure is not known.
   */
  private boolean attempt(T value) throws IOException {
    last = null;
    try {
      writer.write(value);
    } catch (IOException e) {
      if (site.exists()) {
        throw e;
      }
      return false;
    }
    last = value;
    return true;
  }

  /**
   * Lowers the value to what is allowed, and the original with it; returns whether it was above.
   */
  synchronized boolean lower(T most, Comparator<T> order) throws IOException {
    Optional<T> found = refresh();
    if (found.isEmpty() || order.compare(found.get(), most) <= 0) {
      return false;
    }
    site.writeAndVerify(most);
    Logger.warn("{}: {} is above the quota that is due: lowered to {}", site, found.get(), most);
    last = last == null ? null : most;
    Optional<T> before = original.value();
    if (before.isPresent() && order.compare(before.get(), most) > 0) {
      original.replace(original.owner().orElse(""), most);
    }
    return true;
  }

  /**
   * Ends a claim: the next one's value counts or, where there is none, the original is restored. A
   * failure leaves the original in the journal.
   */
  synchronized void release(Claim<T> claim) throws IOException {
    try {
      leave(claim);
    } finally {
      updateSubject();
    }
  }

  private void leave(Claim<T> claim) throws IOException {
    boolean wasFirst = !claims.isEmpty() && claims.getFirst() == claim;
    claims.remove(claim);
    if (claims.isEmpty()) {
      writer.close();
      restore();
      return;
    }
    Claim<T> next = claims.getFirst();
    if (wasFirst) {
      Logger.info(
          "{}: {} released {}; {} now sets it", next.subject(), claim.owner(), site, next.owner());
    }
    T wanted = next.wanted();
    if (wanted != null && !wanted.equals(last)) {
      apply(next, wanted, true);
    }
  }

  /** Writes the original if the control is unclaimed; returns whether it did. */
  synchronized boolean restore() throws IOException {
    Optional<T> value = original.value();
    if (original.owner().isEmpty() || value.isEmpty() || !claims.isEmpty()) {
      return false;
    }
    if (!original.isInSight()) {
      throw new IOException(
          site
              + " cannot be restored: it was changed in a file system other than the one that"
              + " is mounted now; mount that one, or correct agent.cgroupRoot");
    }
    boolean isRestored = original.isThere() && isAsSet() && writeOriginal(value.get());
    original.forget();
    last = null;
    return isRestored;
  }

  /** Returns false when another program has changed the control since: its value stays. */
  private boolean isAsSet() throws IOException {
    T set = last;
    Optional<T> found = set == null ? Optional.empty() : site.read();
    boolean isOthers =
        found.isPresent()
            && !found.get().equals(set)
            && site.judge(found.get(), original.value()) != Meddling.ORDINARY;
    if (isOthers) {
      Logger.info("{} was changed to {} by another process: not restored", site, found.get());
    }
    return !isOthers;
  }

  /** Returns false when the cgroup ended under the write, as those of pods that are removed do. */
  private boolean writeOriginal(T value) throws IOException {
    try {
      writer.restore(value);
      return true;
    } catch (IOException e) {
      last = null; // a second attempt must not take its own value for another process's
      if (original.isThere()) {
        throw e;
      }
      return false;
    }
  }

  /** Returns the control's file, for messages. */
  @Override
  public String toString() {
    return site.toString();
  }
}
