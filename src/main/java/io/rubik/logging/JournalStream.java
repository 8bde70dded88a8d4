package io.rubik.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The environment variable {@code JOURNAL_STREAM}; see systemd.exec(5). */
final class JournalStream {

  private JournalStream() {}

  /**
   * Returns whether {@code stream}, such as {@code 8:13579}, is the device and inode of the open
   * file. A child of a service inherits the variable though its output may go elsewhere.
   */
  static boolean matches(String stream, Path openFile) {
    try {
      return stream.equals(
          Files.getAttribute(openFile, "unix:dev")
              + ":"
              + Files.getAttribute(openFile, "unix:ino"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
