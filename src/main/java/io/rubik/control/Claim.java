package io.rubik.control;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one owner wants of one control. Used by the owner's thread; it ends with its release, or
 * with its subject's.
 */
public final class Claim<T> {

  private final Owner owner;
  private final Control<T> control;
  private final Target<T> target;
  private final Subject subject;
  private @Nullable T wanted;

  Claim(Owner owner, Control<T> control, Target<T> target, Subject subject) {
    this.owner = owner;
    this.control = control;
    this.target = target;
    this.subject = subject;
  }

  /**
   * Makes the control have a value: reads it, writes it if need be, after its original is in the
   * journal, and reads it back. Fails when the kernel refuses the value or keeps another.
   */
  public WriteResult set(T value) throws IOException {
    try (SlowWrites.Write _ = owner.beginWrite(subject, control)) {
      return control.set(this, value);
    }
  }

  /**
   * As {@link #set}, but trusts that a control set before still is as it was, and does not read it
   * back: for loops. What others change meanwhile is found by the next {@code set}.
   */
  public WriteResult setCached(T value) throws IOException {
    return control.setCached(this, value);
  }

  /**
   * Returns what is restored in the end: what the journal of an earlier process says, or else what
   * was found first; empty when what holds the control is gone.
   */
  public Optional<T> original() throws IOException {
    return control.original();
  }

  /** Makes another value the one that is restored in the end, as after a resize of the pod. */
  public void replaceOriginal(T value) throws IOException {
    control.replaceOriginal(this, value);
  }

  /**
   * Ends the claim: the value of the next owner's counts or, where there is none, the original is
   * restored. A failure leaves the original in the journal.
   */
  public void release() throws IOException {
    owner.release(subject, target);
  }

  void releaseControl() throws IOException {
    try (SlowWrites.Write _ = owner.beginWrite(subject, control)) {
      control.release(this);
    }
  }

  Target<T> target() {
    return target;
  }

  /** Returns the name of the owner. */
  String owner() {
    return owner.name();
  }

  /** Returns the owner's precedence: the lowest rank counts. */
  int rank() {
    return owner.rank();
  }

  Subject subject() {
    return subject;
  }

  /** Returns the value wanted, null before the first. */
  @Nullable T wanted() {
    return wanted;
  }

  void want(T value) {
    wanted = value;
  }
}
