package io.rubik.logging;

/**
 * Where a {@link LineQueue} leads; it may block. Used by the queue's thread, but for one method.
 */
interface LineSink {

  /** Makes it ready, before the first line. */
  void open();

  /** Takes one line, with its line feed. */
  void write(byte[] line);

  /**
   * Is told, by whoever logs and so without blocking, that lines are being lost because those
   * before them have not been written.
   *
   * @param waiting how many those are
   */
  void full(int waiting);

  /** Is told how many lines were lost after the last one it took. */
  void lost(long lines);

  /** Releases what it holds; a later line may follow. */
  void close();
}
