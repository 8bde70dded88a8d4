package io.rubik.control;

import io.rubik.cgroup.OpenControl;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** Writes one control, and once more when the kernel has refused a value and something helps. */
final class SiteWriter<T> {

  private final Site<T> site;
  private final Remedy<T> remedy;

  /** Open from the first repeated write until it is closed. */
  private @Nullable OpenControl<T> open;

  /** What helps when the kernel refuses a value. */
  interface Remedy<T> {

    /** Returns what the kernel accepts instead; empty when nothing is known to help. */
    Optional<T> instead(T refused) throws IOException;
  }

  SiteWriter(Site<T> site, Remedy<T> remedy) {
    this.site = site;
    this.remedy = remedy;
  }

  /** Writes a value and reads it back; fails when the kernel refuses it or keeps another. */
  void write(T value) throws IOException {
    try {
      site.writeAndVerify(value);
    } catch (IOException e) {
      if (!isAcceptedNow(value, e)) {
        throw e;
      }
      site.writeAndVerify(value);
    }
  }

  /** As {@link #write}, but the kernel may accept another value instead. */
  void restore(T value) throws IOException {
    try {
      site.writeAndVerify(value);
    } catch (IOException e) {
      Optional<T> instead = instead(value, e);
      if (instead.isEmpty()) {
        throw e;
      }
      site.writeAndVerify(instead.get());
    }
  }

  /** Returns whether a refused value is accepted, now that what was in its way is gone. */
  boolean isAcceptedNow(T value, IOException refusal) {
    return instead(value, refusal).equals(Optional.of(value));
  }

  private Optional<T> instead(T value, IOException refusal) {
    try {
      return remedy.instead(value);
    } catch (IOException e) {
      refusal.addSuppressed(e);
      return Optional.empty();
    }
  }

  /** Returns the file for repeated writes, empty when the control has none. */
  Optional<OpenControl<T>> open() throws IOException {
    if (open == null) {
      open = site.open().orElse(null);
    }
    return Optional.ofNullable(open);
  }

  /** Returns whether the file is open. */
  boolean isOpen() {
    return open != null;
  }

  /** Closes the file. */
  void close() {
    OpenControl<T> file = open;
    open = null;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      Logger.debug(e, "{} cannot be closed", file);
    }
  }
}
