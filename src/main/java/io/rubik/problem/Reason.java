package io.rubik.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why something failed. */
public final class Reason {

  private Reason() {}

  /**
   * Returns the message of a failure, with the reason where the message is a path alone, as with
   * some of a file system's; of a fault of the program, its class as well.
   */
  public static String of(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.toString();
    }
    return switch (failure) {
      case FileSystemException e when e.getReason() == null -> message + ": " + withoutPath(e);
      case IllegalArgumentException _ -> message;
      case RuntimeException _ -> failure.toString();
      case Exception _ -> message;
      default -> failure.toString();
    };
  }

  /** Returns the kernel's reason alone, for a message that names the path already. */
  public static String withoutPath(IOException failure) {
    return switch (failure) {
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _ -> "file exists";
      case FileSystemException e -> e.getClass().getSimpleName();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
