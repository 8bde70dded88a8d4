package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** What an action that must fail says. */
public final class Thrown {

  private Thrown() {}

  /** Returns the message of the failure, which must be of the type. */
  public static String message(Class<? extends Throwable> type, Executable action) {
    return String.valueOf(assertThrows(type, action).getMessage());
  }
}
