package io.rubik.kube.json;

import java.io.IOException;

/** A response body is not what the API specifies. */
public final class MalformedBodyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Takes a message that says what is wrong. */
  public MalformedBodyException(String message) {
    super(message);
  }
}
