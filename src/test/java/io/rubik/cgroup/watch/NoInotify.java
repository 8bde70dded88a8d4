package io.rubik.cgroup.watch;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.WatchService;
import org.apache.lucene.tests.mockfile.FilterFileSystem;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;

/** The files of this machine, when all that may watch some do so already. */
final class NoInotify extends FilterFileSystemProvider {

  private NoInotify(FileSystem files) {
    super("scarce", files);
    fileSystem =
        new FilterFileSystem(this, files) {
          @Override
          public WatchService newWatchService() throws IOException {
            throw new IOException("User limit of inotify instances reached");
          }
        };
  }

  /** Returns the same directory, on a file system that watches nothing. */
  static Path over(Path directory) {
    return new NoInotify(directory.getFileSystem()).wrapPath(directory);
  }
}
