package io.rubik.cgroup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A kernel file that stays open and is read repeatedly, each time by one system call. */
public final class OpenFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;

  private OpenFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens a file; fails when it is not there. */
  public static OpenFile open(Path path) throws IOException {
    return new OpenFile(path, FileChannel.open(path, StandardOpenOption.READ));
  }

  /** Reads the file from its beginning, as it is now; fails when its cgroup is gone. */
  public void read(ReadBuffer into) throws IOException {
    into.fill(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
