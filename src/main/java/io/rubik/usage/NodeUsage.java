package io.rubik.usage;

import io.rubik.host.HostPaths;
import io.rubik.loop.Ticker;
import java.io.IOException;

/** What a node has and uses, read once for all features that ask within a tick. */
public final class NodeUsage {

  private final HostPaths host;
  private final NodeMemory memory;
  private final OnlineCpus cpus;

  /** Creates one that has read nothing. */
  public NodeUsage(HostPaths host, Ticker ticker) {
    this.host = host;
    this.memory = new NodeMemory(host, ticker);
    this.cpus = new OnlineCpus(host, ticker);
  }

  /** Returns the node's memory. */
  public NodeMemory memory() {
    return memory;
  }

  /** Returns the CPUs that are online. */
  public OnlineCpus cpus() {
    return cpus;
  }

  /** Opens the node's CPU times for a loop of its own, which is to close them. */
  public CpuClock openCpuClock() throws IOException {
    return CpuClock.open(host);
  }
}
