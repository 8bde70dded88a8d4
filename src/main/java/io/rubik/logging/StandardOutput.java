package io.rubik.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The process's standard output, without a buffer: each line is one write. */
final class StandardOutput implements LineTarget {

  private final OutputStream stream = new FileOutputStream(FileDescriptor.out);

  @Override
  public String name() {
    return "standard output";
  }

  @Override
  public void open() {}

  @Override
  public void write(byte[] lines) throws IOException {
    stream.write(lines);
  }

  @Override
  public void close() {}
}
