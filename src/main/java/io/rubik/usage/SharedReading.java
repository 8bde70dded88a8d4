package io.rubik.usage;

import io.rubik.loop.Ticker;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A value read from a kernel file, which is read once for all that ask for it within a tick. Any
 * thread may use it.
 */
final class SharedReading<T> {

  /** How old a reading may be, as long as the shortest interval of any feature. */
  static final Duration MAX_AGE = Duration.ofMillis(100);

  private final Ticker ticker;
  private final Source<T> source;
  private @Nullable T last;
  private long readNanos;

  /** Where the value is read. */
  interface Source<T> {
    /** Reads it. */
    T read() throws IOException;
  }

  SharedReading(Ticker ticker, Source<T> source) {
    this.ticker = ticker;
    this.source = source;
  }

  /** Returns the value, which is read again when it is older than a tick. */
  synchronized T now() throws IOException {
    T known = last;
    if (known != null && ticker.since(readNanos).compareTo(MAX_AGE) < 0) {
      return known;
    }
    return fresh();
  }

  /** Returns the value, which is read again, however recently that was done. */
  synchronized T fresh() throws IOException {
    T fresh = source.read();
    last = fresh;
    readNanos = ticker.nanos();
    return fresh;
  }

  /** Returns the value read last, however old it is; reads it when there is none. */
  synchronized T last() throws IOException {
    T known = last;
    return known != null ? known : now();
  }
}
