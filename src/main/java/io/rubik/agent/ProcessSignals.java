package io.rubik.agent;

import io.rubik.host.Signals;
import io.rubik.logging.Logging;
import io.rubik.logging.StandardError;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Requests made by signals, for the main thread to carry out. */
public final class ProcessSignals {

  private static final Duration STOP_DEADLINE = Duration.ofSeconds(9);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Thread main;
  private final StandardError errors;
  private boolean starting = true;
  private volatile boolean stopping;

  /** What a signal asks for. */
  public enum Request {
    /** SIGTERM or SIGINT: stop cleanly, and within 10 s in any case. */
    STOP,
    /** SIGHUP: read the configuration again. */
    RELOAD
  }

  private ProcessSignals(Thread main, StandardError errors) {
    this.main = main;
    this.errors = errors;
  }

  /** Catches the signals from now on, for the calling thread, which ends the process. */
  public static ProcessSignals install(StandardError errors) {
    ProcessSignals signals = new ProcessSignals(Thread.currentThread(), errors);
    Signals.on("TERM", signals::stop);
    Signals.on("INT", signals::stop);
    Signals.on("HUP", () -> signals.requests.add(Request.RELOAD));
    return signals;
  }

  /** Ends the start, which until then a signal to stop interrupts. */
  public synchronized void started() {
    starting = false;
    Thread.interrupted();
  }

  /** Returns whether the process has been asked to stop. */
  public boolean isStopping() {
    return stopping;
  }

  /** Waits for the next request; an interrupted wait is a request to stop. */
  public Request next() {
    try {
      return requests.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Request.STOP;
    }
  }

  private synchronized void interruptStart() {
    if (starting) {
      main.interrupt();
    }
  }

  /** What was logged says why, if it can be written. */
  private void tell() {
    errors.error("did not stop within " + STOP_DEADLINE.toSeconds() + " s");
    Logging.drain();
    errors.close();
  }

  /** Runs on the signal's own thread, which has nothing else to do than to wait. */
  private void stop() {
    stopping = true;
    requests.add(Request.STOP);
    interruptStart();
    try {
      if (!main.join(STOP_DEADLINE)) {
        Thread.ofPlatform().daemon().start(this::tell).join(LAST_WORDS.toMillis());
        Runtime.getRuntime().halt(ExitCode.FAILED.status());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
