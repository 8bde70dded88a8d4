package io.rubik.feature.dynmemory;

import io.rubik.loop.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes through the containers. Writes that make the kernel reclaim can take long, so a round that
 * has used up its time continues at the next check where it stopped: the feature's pods do not wait
 * for all of it.
 */
final class Sweep {

  /** After that time no further container is processed. */
  static final Duration TIME = Duration.ofSeconds(2);

  private final Ticker ticker;
  private int next;

  Sweep(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Runs the action on as many as there is time for, at least one, each once. */
  <E> void over(List<E> all, Consumer<E> action) {
    long start = ticker.nanos();
    for (int done = 0; done < all.size(); done++) {
      if (done > 0 && ticker.since(start).compareTo(TIME) > 0) {
        return;
      }
      next = next % all.size();
      action.accept(all.get(next));
      next++;
    }
  }
}
