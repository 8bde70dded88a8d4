package io.rubik.kube.credentials;

import java.io.IOException;

/**
 * There are no usable credentials for an API server; the message is one line, holds no secret and
 * says what to correct.
 */
public final class CredentialsException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Takes a message that says what to correct. */
  public CredentialsException(String message) {
    super(message);
  }
}
