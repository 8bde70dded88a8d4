package io.rubik.kube.http;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Cancels the current call and every later one. */
public final class Cancellation {

  private boolean cancelled;
  private @Nullable Call call;

  /** Starts without a call. */
  public Cancellation() {}

  /** Makes a call the current one. */
  synchronized void attach(Call next) {
    call = next;
    if (cancelled) {
      next.cancel();
    }
  }

  /** Cancels the current call; its thread gets an {@code IOException}. */
  public synchronized void cancel() {
    cancelled = true;
    if (call != null) {
      call.cancel();
    }
  }

  /** Returns whether it has been cancelled. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }
}
