package io.rubik.control;

import io.rubik.loop.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.tinylog.Logger;

/**
 * Controls that somebody else changed and rubik put back: counted, logged, and when one is changed
 * again and again, called a fight, once. Any thread may use it.
 */
final class Drifts {

  /** More changes than that in an hour are a fight. */
  static final int FIGHT = 10;

  private static final Duration WINDOW = Duration.ofHours(1);

  private final Ticker ticker;
  private final Map<String, History> histories = new HashMap<>();
  private long repaired;

  /** The changes of one control in the last hour. */
  private static final class History {
    private final Deque<Long> nanos = new ArrayDeque<>();
    private boolean isFight;
  }

  Drifts(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * A file of a pod, or of pods, was found to hold something else than rubik had written, and was
   * put back.
   */
  synchronized void repaired(String whose, String file, String found, String put) {
    repaired++;
    long now = ticker.nanos();
    histories.values().forEach(history -> forgetOld(history, now));
    histories.values().removeIf(history -> history.nanos.isEmpty());
    History history = histories.computeIfAbsent(file, any -> new History());
    history.nanos.add(now);
    boolean fight = history.nanos.size() > FIGHT;
    if (fight && !history.isFight) {
      tellFight(whose, file, found, put, history);
    } else if (!fight) {
      Logger.warn("{}: {} had been changed to {}: put back to {}", whose, file, found, put);
    }
    history.isFight = fight;
  }

  private void tellFight(String whose, String file, String found, String put, History history) {
    Duration span = ticker.since(history.nanos.getFirst());
    Logger.error(
        "{}: somebody else writes {} again and again: {} times in {} s, last {}, which rubik"
            + " puts back to {} and will not tell of again; stop whoever writes it: another agent,"
            + " a script, or kubelet, the runtime or systemd with settings of their own",
        whose,
        file,
        history.nanos.size(),
        span.toSeconds(),
        found,
        put);
  }

  private static void forgetOld(History history, long now) {
    while (!history.nanos.isEmpty() && now - history.nanos.getFirst() > WINDOW.toNanos()) {
      history.nanos.removeFirst();
    }
  }

  /**
   * Returns how many changes were put back so far and how many controls are fought over now, to be
   * added to a status line; empty when there is nothing to say.
   */
  synchronized String status() {
    histories.values().forEach(history -> forgetOld(history, ticker.nanos()));
    long fights =
        histories.values().stream().filter(history -> history.nanos.size() > FIGHT).count();
    return (repaired == 0 ? "" : "; changes by others put back: " + repaired)
        + (fights == 0 ? "" : "; controls FOUGHT over, see the log: " + fights);
  }
}
