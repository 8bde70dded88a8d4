package io.rubik.control;

import java.io.IOException;
import java.io.Serial;

/** The original of a control cannot be kept, as on a full disk, so the control is not changed. */
public final class JournalException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, IOException cause) {
    super(message, cause);
  }
}
