package io.rubik.testing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Error numbers, as the JDK turns them into exceptions. */
public enum Errno {
  EPERM("Operation not permitted"),
  ENOENT("No such file or directory"),
  ESRCH("No such process"),
  EIO("Input/output error"),
  EAGAIN("Resource temporarily unavailable"),
  EACCES("Permission denied"),
  EBUSY("Device or resource busy"),
  EEXIST("File exists"),
  ENODEV("No such device"),
  EISDIR("Is a directory"),
  EINVAL("Invalid argument"),
  ENOSPC("No space left on device"),
  EROFS("Read-only file system"),
  ERANGE("Numerical result out of range");

  private final String message;

  Errno(String message) {
    this.message = message;
  }

  /** What the C library says about it. */
  public String message() {
    return message;
  }

  /** What a read or write on an open channel throws. */
  public IOException exception() {
    return new IOException(message);
  }

  /** What an operation that names a file throws. */
  public FileSystemException at(Path path) {
    return switch (this) {
      case ENOENT -> new NoSuchFileException(path.toString());
      case EACCES -> new AccessDeniedException(path.toString());
      case EEXIST -> new FileAlreadyExistsException(path.toString());
      default -> new FileSystemException(path.toString(), null, message);
    };
  }
}
