package io.rubik.usage;

import io.rubik.capability.UnavailableException;
import io.rubik.host.HostPaths;
import io.rubik.host.KernelFile;
import io.rubik.loop.Ticker;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Path;

/** The CPUs of the node that are online, which come and go. Any thread may use it. */
public final class OnlineCpus {

  private final Path file;
  private final SharedReading<Integer> reading;

  OnlineCpus(HostPaths host, Ticker ticker) {
    this.file = host.resolve("/sys/devices/system/cpu/online");
    this.reading = new SharedReading<>(ticker, this::read);
  }

  /** Returns how many there are now. */
  public int count() throws IOException {
    return reading.now();
  }

  private int read() throws IOException {
    try {
      return CpuList.count(KernelFile.read(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new UnavailableException(
          file
              + " does not say how many CPUs there are ("
              + Reason.of(e)
              + "); mount sysfs on /sys");
    }
  }
}
