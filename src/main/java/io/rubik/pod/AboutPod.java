package io.rubik.pod;

import org.jspecify.annotations.Nullable;
import org.tinylog.ThreadContext;

/**
 * While it is open, what this thread logs is about one pod, and the log limits how much it takes of
 * one pod.
 */
public final class AboutPod implements AutoCloseable {

  private static final String KEY = "pod";

  private final @Nullable String before;

  private AboutPod(@Nullable String before) {
    this.before = before;
  }

  /** Begins what is about the pod of that UID. */
  public static AboutPod of(String uid) {
    AboutPod about = new AboutPod(ThreadContext.get(KEY));
    ThreadContext.put(KEY, uid);
    return about;
  }

  /** Ends it; what was so before is so again. */
  @Override
  public void close() {
    if (before == null) {
      ThreadContext.remove(KEY);
    } else {
      ThreadContext.put(KEY, before);
    }
  }
}
