package io.rubik.usage;

import io.rubik.capability.UnavailableException;
import io.rubik.cgroup.OpenFile;
import io.rubik.cgroup.ReadBuffer;
import io.rubik.host.HostPaths;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The CPU times of the node, {@code /proc/stat}, which stays open and costs one system call a
 * reading. Used by one thread.
 */
public final class CpuClock implements AutoCloseable {

  private final OpenFile stat;

  private CpuClock(OpenFile stat) {
    this.stat = stat;
  }

  static CpuClock open(HostPaths host) throws UnavailableException {
    Path file = host.resolve("/proc/stat");
    try {
      return new CpuClock(OpenFile.open(file));
    } catch (IOException e) {
      throw new UnavailableException(
          file + " cannot be opened (" + Reason.withoutPath(e) + "); mount proc on /proc");
    }
  }

  /** Returns the times now; fails when the kernel's text is not what it should be. */
  public CpuTimes read(ReadBuffer buffer) throws IOException {
    stat.read(buffer);
    try {
      return CpuTimes.parse(buffer.bytes(), buffer.length());
    } catch (IllegalArgumentException e) {
      throw new IOException(stat + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    stat.close();
  }
}
