package io.rubik.host;

import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes files of the kernel, which are never created. */
public final class KernelFile {

  private KernelFile() {}

  /** Writes a value in one write, never creating the file; a failure names file and value. */
  public static void write(Path file, String text) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new IOException(
          file + ": " + text.strip() + " cannot be written: " + Reason.withoutPath(e), e);
    }
  }
}
