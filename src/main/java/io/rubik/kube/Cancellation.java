package io.rubik.kube;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Ends the call that is under way, and each that comes after. */
final class Cancellation {

  private boolean cancelled;
  private @Nullable Call call;

  /** Makes a call the one under way. */
  synchronized void attach(Call next) {
    call = next;
    if (cancelled) {
      next.cancel();
    }
  }

  /** Ends the call under way at once; its thread gets an {@code IOException}. */
  synchronized void cancel() {
    cancelled = true;
    if (call != null) {
      call.cancel();
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }
}
