package io.rubik.host;

import io.rubik.problem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads files of the kernel, and writes them; they are never created. */
public final class KernelFile {

  /** More than any of them that rubik reads has. */
  private static final int MAX_BYTES = 1 << 20;

  private KernelFile() {}

  /** Returns what the file holds; fails when that is more than 1 MiB. */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + ": is larger than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

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
