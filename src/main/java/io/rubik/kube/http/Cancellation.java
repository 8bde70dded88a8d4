package io.rubik.kube.http;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Ends the call that is under way, and each that comes after. */
public final class Cancellation {

  private boolean cancelled;
  private @Nullable Call call;

  /** Begins without a call. */
  public Cancellation() {}

  /** Makes a call the one under way. */
  synchronized void attach(Call next) {
    call = next;
    if (cancelled) {
      next.cancel();
    }
  }

  /** Ends the call under way at once; its thread gets an {@code IOException}. */
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
