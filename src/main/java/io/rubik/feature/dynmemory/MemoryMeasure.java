package io.rubik.feature.dynmemory;

import io.rubik.usage.MemInfo;
import io.rubik.usage.NodeMemory;
import java.io.IOException;

/** What counts as free memory of the node. */
enum MemoryMeasure implements NodeMemory.Part<FreeMemory> {
  /** MemAvailable: page cache that the kernel can give up counts as free. */
  AVAILABLE,
  /** MemFree: page cache counts as used, so that a node that has read its disks has little. */
  FREE;

  /** Returns what of the node's memory is free; fails when the kernel does not say that. */
  @Override
  public FreeMemory of(MemInfo node) throws IOException {
    long freeBytes =
        switch (this) {
          case FREE -> node.freeBytes();
          case AVAILABLE ->
              node.availableBytes()
                  .orElseThrow(() ->
                      new IOException(
                          "has no line MemAvailable: boot Linux 3.14 or later, or set"
                              + " dynMemory.measure to free"));
        };
    return new FreeMemory(node.ordinaryBytes(), freeBytes);
  }
}
