package io.rubik.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a journal, of which one that is too long is not kept whole. */
final class JournalLines {

  /** More than any line has. */
  private static final int MAX_BYTES = 1 << 16;

  private final InputStream in;

  /** Reads single bytes: the stream is to be a buffered one. */
  JournalLines(InputStream in) {
    this.in = in;
  }

  /**
   * One line.
   *
   * @param text without the line feed; of more than 64 KiB the beginning
   * @param isWhole whether it has a line feed and no more than that
   */
  record Line(String text, boolean isWhole) {}

  /** Returns the next line, empty at the end. */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean isLong = false;
    int c = in.read();
    boolean isEnd = c < 0;
    while (c >= 0 && c != '\n') {
      isLong |= line.size() == MAX_BYTES;
      if (!isLong) {
        line.write(c);
      }
      c = in.read();
    }
    return isEnd
        ? Optional.empty()
        : Optional.of(new Line(line.toString(StandardCharsets.UTF_8), c >= 0 && !isLong));
  }
}
