package io.rubik.agent;

import io.rubik.loop.GrowingDelay;
import io.rubik.loop.Ticker;
import java.time.Duration;
import org.tinylog.Logger;

/** The failures of a feature as a whole; trouble is logged when it begins, changes and ends. */
final class FeatureTrouble {

  static final Duration FIRST_DOWN = Duration.ofSeconds(2);
  static final Duration LONGEST_DOWN = Duration.ofMinutes(1);

  private final String feature;
  private final Ticker ticker;
  private final GrowingDelay delay = new GrowingDelay(FIRST_DOWN, LONGEST_DOWN);
  private long sinceNanos;
  private String last = "";

  FeatureTrouble(String feature, Ticker ticker) {
    this.feature = feature;
    this.ticker = ticker;
  }

  /** Takes note of a failure and returns how long the feature is to stay down. */
  Duration failed(String where, Throwable failure) {
    boolean begins = delay.uses() == 0;
    if (begins) {
      sinceNanos = ticker.nanos();
    }
    String trouble = where + ": " + failure;
    if (begins || !trouble.equals(last)) {
      Logger.error(failure, "feature {} failed in {}: it is started again", feature, where);
    }
    last = trouble;
    return delay.next();
  }

  /** Ends the trouble, if there was any. */
  void ended() {
    if (delay.uses() > 0) {
      Logger.info(
          "feature {} is well again, after {} failures in {} s",
          feature,
          delay.uses(),
          ticker.since(sinceNanos).toSeconds());
      delay.reset();
    }
  }
}
