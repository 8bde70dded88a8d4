package io.rubik.agent;

import io.rubik.config.ConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why something failed. */
final class FailureText {

  private FailureText() {}

  /**
   * Returns the message of a failure, with the reason where that is the class's alone: some of a
   * file system's hold the path and nothing more.
   */
  static String of(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.toString();
    }
    return switch (failure) {
      case FileSystemException e when e.getReason() == null -> message + ": " + reason(e);
      case IOException _, ConfigException _, IllegalArgumentException _ -> message;
      default -> failure.toString();
    };
  }

  private static String reason(FileSystemException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      default -> failure.getClass().getSimpleName();
    };
  }
}
