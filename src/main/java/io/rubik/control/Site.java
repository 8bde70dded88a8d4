package io.rubik.control;

import io.rubik.cgroup.OpenControl;
import io.rubik.cgroup.ValueType;
import java.io.IOException;
import java.util.Optional;

/** The place in the kernel where the value of a target is read and written. */
interface Site<T> {

  /** Returns whether the holder of the value exists. */
  boolean exists();

  /**
   * Returns what distinguishes the holder of the value, such as a cgroup, from a later one in its
   * place, until the next boot; empty when it is not there.
   */
  Optional<String> identity();

  /**
   * Returns what distinguishes the mounted file system of the value from another one in its place;
   * empty when there is none.
   */
  Optional<String> hierarchy();

  /** Returns the value, empty when what holds it is gone. */
  Optional<T> read() throws IOException;

  /** Writes the value and reads it back; fails when the kernel refuses it or keeps another. */
  void writeAndVerify(T value) throws IOException;

  /** Opens the value to be written repeatedly; empty when that is not possible here. */
  Optional<OpenControl<T>> open() throws IOException;

  /** Returns the text form of the value in the journal. */
  ValueType<T> type();

  /**
   * Returns whether a file of that name in the holder's directory holds the value, or part of it.
   */
  default boolean isIn(String file) {
    return false;
  }

  /** Returns what is to be made of a value that somebody else has written. */
  default Meddling judge(T found, Optional<T> original) {
    return Meddling.FOREIGN;
  }

  /** Returns whether what was set stays when it is released. */
  boolean isLasting();

  /** Returns how the journal addresses the value. */
  Address address();
}
