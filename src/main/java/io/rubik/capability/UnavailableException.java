package io.rubik.capability;

import java.io.IOException;
import java.io.Serial;

/** The host lacks what a feature needs; the message says what, and what to do. */
public final class UnavailableException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  /** The message is for the administrator. */
  public UnavailableException(String message) {
    super(message);
  }
}
