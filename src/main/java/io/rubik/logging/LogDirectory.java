package io.rubik.logging;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The directory with {@code rubik.log} and the nine older files {@code rubik.log.1} … {@code .9}.
 */
record LogDirectory(Path path) {

  private static final int OLDEST = 9;

  /** What is in a directory that only rubik uses, perhaps at the root of a disk for logs. */
  private static final Pattern OWN =
      Pattern.compile("rubik\\.log(\\.[1-9])?|hs_err\\.log|lost\\+found");

  private static final Set<PosixFilePermission> PARENT =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  /** Returns the path of the file that is written. */
  Path current() {
    return file(0);
  }

  /**
   * Creates the directory and the current file if they are missing, and sets the mode 0600 of every
   * log file, and 0700 of a directory that holds nothing but rubik's files. Fails when the
   * directory is a symbolic link: it might lead into another program's directory; and when the
   * current file is anything but a file.
   */
  void prepare() throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link; agent.logDir must name the directory");
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      create();
    }
    // Set again after creation, which is subject to the umask.
    if (isOwn()) {
      restrict(path, DIRECTORY);
    }
    if (!Files.exists(current(), LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(current(), PosixFilePermissions.asFileAttribute(FILE));
    }
    // Opening a pipe would block.
    if (!isFile(current())) {
      throw new IOException(current() + " is not a regular file");
    }
    for (int number = 0; number <= OLDEST; number++) {
      if (isFile(file(number))) {
        restrict(file(number), FILE);
      }
    }
  }

  /**
   * Renames each file to the next number; the oldest is dropped. A shift that failed half-way goes
   * on where it stopped: a number that is free takes the file before it and older files stay.
   */
  void shift() throws IOException {
    for (int number = firstFree(); number > 0; number--) {
      Files.move(file(number - 1), file(number), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void create() throws IOException {
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(PARENT));
    }
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(DIRECTORY));
  }

  private int firstFree() {
    int number = 1;
    while (number < OLDEST && Files.exists(file(number), LinkOption.NOFOLLOW_LINKS)) {
      number++;
    }
    return number;
  }

  private Path file(int number) {
    return path.resolve(number == 0 ? "rubik.log" : "rubik.log." + number);
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether rubik alone uses the directory; another one is left as accessible as it is. */
  private boolean isOwn() throws IOException {
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(
            path, entry -> !OWN.matcher(entry.getFileName().toString()).matches())) {
      return !others.iterator().hasNext();
    }
  }

  private static void restrict(Path path, Set<PosixFilePermission> mode) throws IOException {
    if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(mode)) {
      Files.setAttribute(path, "posix:permissions", mode, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
