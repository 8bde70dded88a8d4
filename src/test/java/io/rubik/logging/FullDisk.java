package io.rubik.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.apache.lucene.tests.mockfile.FilterOutputStream2;

/** A file system on top of another that takes only so many bytes. */
final class FullDisk extends FilterFileSystemProvider {

  private long roomBytes = Long.MAX_VALUE;

  private FullDisk(Path directory) {
    super("full", directory.getFileSystem());
  }

  /** Returns a disk on which the directory lies. */
  static FullDisk under(Path directory) {
    return new FullDisk(directory);
  }

  /** Lets so many more bytes through; a write that passes them is cut there and fails. */
  void leaveRoom(long bytes) {
    roomBytes = bytes;
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    return new FilterOutputStream2(super.newOutputStream(path, options)) {
      @Override
      public void write(byte[] bytes) throws IOException {
        int count = (int) Math.min(bytes.length, roomBytes);
        delegate.write(bytes, 0, count);
        roomBytes -= count;
        if (count < bytes.length) {
          throw new IOException("No space left on device");
        }
      }
    };
  }
}
