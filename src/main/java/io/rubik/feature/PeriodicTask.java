package io.rubik.feature;

import java.io.IOException;
import java.time.Duration;

/**
 * Something a feature does at intervals.
 *
 * @param interval from the end of one run to the start of the next
 */
public record PeriodicTask(String name, Duration interval, Body body) {

  /** What is done. */
  public interface Body {
    /** Does it once; a failure stops the feature, which is started again after a while. */
    void run() throws IOException;
  }
}
