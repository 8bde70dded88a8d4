package io.rubik.standin;

import java.io.Serial;

/** A request that the server answers with a failure {@code Status}. */
public final class ApiException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient ApiStatus status;

  ApiException(ApiStatus status) {
    super(status.code() + " " + status.reason() + ": " + status.message());
    this.status = status;
  }

  ApiStatus status() {
    return status;
  }
}
