package io.rubik.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The faults in force. */
public final class Faults {

  /** A fault in force, with the time at which it ends if it is limited in time. */
  record Strike(Fault fault, long endNanos) {

    boolean isOver(long nowNanos) {
      return fault.lasting().isPresent() && nowNanos - endNanos >= 0;
    }
  }

  /** A fault with what is left of it. */
  private static final class Active {
    final Strike strike;
    int left;

    Active(Fault fault, long nowNanos) {
      strike = new Strike(fault, nowNanos + fault.lasting().map(Duration::toNanos).orElse(0L));
      left = fault.times();
    }

    Fault fault() {
      return strike.fault();
    }
  }

  private final LongSupplier nanoTime;
  private final List<Active> active = new ArrayList<>();
  private long releases;

  Faults(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Adds a fault; earlier ones come first. */
  public synchronized void inject(Fault fault) {
    active.add(new Active(fault, nanoTime.getAsLong()));
  }

  /** Ends every fault and lets stalled requests continue. */
  public synchronized void clear() {
    active.clear();
    release();
  }

  /** Lets stalled requests continue; the faults stay in force. */
  synchronized void release() {
    releases++;
    notifyAll();
  }

  /** Returns the faults in force. */
  public synchronized List<Fault> active() {
    dropEnded();
    return active.stream().map(Active::fault).toList();
  }

  /**
   * Returns the first fault of one of these kinds for such a request and uses it up once; empty
   * when there is none.
   */
  synchronized Optional<Strike> take(Set<FaultKind> kinds, FaultTarget target) {
    dropEnded();
    for (Iterator<Active> all = active.iterator(); all.hasNext(); ) {
      Active next = all.next();
      if (kinds.contains(next.fault().kind()) && next.fault().target().covers(target)) {
        if (next.left > 0 && --next.left == 0) {
          all.remove();
        }
        return Optional.of(next.strike);
      }
    }
    return Optional.empty();
  }

  /** As {@link #take(Set, FaultTarget)}, for one kind. */
  boolean strikes(FaultKind kind, FaultTarget target) {
    return take(Set.of(kind), target).isPresent();
  }

  /** Returns the first fault of this kind that is in force, and does not use it up. */
  synchronized Optional<Fault> inForce(FaultKind kind) {
    dropEnded();
    return active.stream().map(Active::fault).filter(fault -> fault.kind() == kind).findFirst();
  }

  /** Whether a fault of this kind is in force; does not use it up. */
  boolean isActive(FaultKind kind) {
    return inForce(kind).isPresent();
  }

  /** Waits until stalled requests are released or the time of this fault is over. */
  synchronized void awaitEnd(Strike strike) throws InterruptedException {
    long before = releases;
    while (releases == before && !strike.isOver(nanoTime.getAsLong())) {
      if (strike.fault().lasting().isEmpty()) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, strike.endNanos() - nanoTime.getAsLong()));
      }
    }
  }

  /** Waits until the faults are cleared, at most this long. */
  synchronized void awaitChange(Duration wait) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedWait(this, wait.toNanos());
  }

  private void dropEnded() {
    long now = nanoTime.getAsLong();
    active.removeIf(a -> a.strike.isOver(now));
  }
}
