package io.rubik.kube;

import java.io.IOException;

/** A response is not what the API promises. */
final class MalformedBodyException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedBodyException(String message) {
    super(message);
  }
}
