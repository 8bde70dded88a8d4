package io.rubik.testing;

import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One open file whose reads and writes meet the faults and are recorded. */
record Watched(Path path, Faults faults, Recording recording) {
  /** A read or a write that moves some bytes. */
  @FunctionalInterface
  interface Transfer<T> {
    T run() throws IOException;
  }

  <T> T read(Transfer<T> transfer) throws IOException {
    faults.before(Operation.READ, path);
    return transfer.run();
  }

  /** One write(2); a lost one returns {@code lost}. */
  <T> T write(String text, T lost, Transfer<T> transfer) throws IOException {
    T result;
    try {
      faults.before(Operation.WRITE, path);
      result = faults.losesWrite(path.toString()) ? lost : transfer.run();
    } catch (IOException e) {
      recording.refused(path.toString(), text);
      throw e;
    }
    recording.wrote(path.toString(), text);
    return result;
  }

  /** What a write of the buffers would write, as one text. */
  static String text(ByteBuffer... buffers) {
    StringBuilder text = new StringBuilder();
    for (ByteBuffer buffer : buffers) {
      text.append(StandardCharsets.UTF_8.decode(buffer.duplicate()));
    }
    return text.toString();
  }
}
