package io.rubik.logging;

import java.io.IOException;

/** Takes whole lines; used by one thread at a time. */
interface LineTarget {

  /** Returns what is written to, for messages. */
  String name();

  /** Makes the target ready, so that a fault shows before the first line. */
  void open() throws IOException;

  /** Writes whole lines in one write, or fails and leaves nothing of them. */
  void write(byte[] lines) throws IOException;

  /** Releases what is held; a later write opens the target again. */
  void close() throws IOException;
}
