package io.rubik.kube.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;

/** The input of a connection, which pauses before a read that would wait. */
final class PacedInput extends FilterInputStream {

  private final ReadPacing pacing;
  private final Consumer<Duration> sleeper;

  PacedInput(InputStream in, ReadPacing pacing, Consumer<Duration> sleeper) {
    super(in);
    this.pacing = pacing;
    this.sleeper = sleeper;
  }

  @Override
  public int read() throws IOException {
    pause();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    pause();
    return super.read(bytes, offset, length);
  }

  /** What is there already is read at once: it may be the rest of an event, or many events. */
  private void pause() throws IOException {
    Duration pause = pacing.pause();
    if (pause.isPositive() && in.available() == 0) {
      sleeper.accept(pause);
    }
  }
}
