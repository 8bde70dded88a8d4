package io.rubik.agent;

import io.rubik.host.Signals;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** SIGTERM or SIGINT: the process is to end in good order, and within 10 s in any case. */
public final class StopSignal {

  private static final Duration DEADLINE = Duration.ofSeconds(9);

  private final CountDownLatch received = new CountDownLatch(1);
  private final Thread main;

  private StopSignal(Thread main) {
    this.main = main;
  }

  /** Returns one that is for the calling thread, which is to end the process. */
  public static StopSignal install() {
    StopSignal signal = new StopSignal(Thread.currentThread());
    Signals.onStop(signal::receive);
    return signal;
  }

  /** Waits for the signal. */
  public void await() {
    try {
      received.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs on the signal's own thread, which has nothing else to do than to wait. */
  private void receive() {
    received.countDown();
    try {
      if (!main.join(DEADLINE)) {
        System.err.println("rubik: did not stop within " + DEADLINE.toSeconds() + " s");
        Runtime.getRuntime().halt(ExitCode.FAILED.status());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
