package io.rubik.kube.credentials;

import java.io.IOException;

/**
 * There are no usable credentials for an API server; the message is one line, holds no secret and
 * says what to mend.
 */
public final class CredentialsException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what to mend. */
  public CredentialsException(String message) {
    super(message);
  }
}
