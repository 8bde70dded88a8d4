package io.rubik.pod;

import io.rubik.text.LogContextKeys;
import org.jspecify.annotations.Nullable;
import org.tinylog.ThreadContext;

/**
 * While it is open, what this thread logs concerns one pod, and the log limits how much it takes of
 * one pod.
 */
public final class PodLogContext implements AutoCloseable {

  private final @Nullable String outer;

  private PodLogContext(@Nullable String outer) {
    this.outer = outer;
  }

  /** Opens one for the pod of that UID. */
  public static PodLogContext of(String uid) {
    PodLogContext context = new PodLogContext(ThreadContext.get(LogContextKeys.POD));
    ThreadContext.put(LogContextKeys.POD, uid);
    return context;
  }

  /** Ends it; an outer one holds again. */
  @Override
  public void close() {
    if (outer == null) {
      ThreadContext.remove(LogContextKeys.POD);
    } else {
      ThreadContext.put(LogContextKeys.POD, outer);
    }
  }
}
