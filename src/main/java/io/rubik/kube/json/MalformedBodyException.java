package io.rubik.kube.json;

import java.io.IOException;

/** A response is not what the API promises. */
public final class MalformedBodyException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public MalformedBodyException(String message) {
    super(message);
  }
}
