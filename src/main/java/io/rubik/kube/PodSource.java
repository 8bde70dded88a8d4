package io.rubik.kube;

import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Lists and watches the pods of the node. */
interface PodSource {

  /** Returns all pods at that version or later; an empty version asks for the most recent. */
  PodListing list(String resourceVersion) throws IOException;

  /** Begins a watch for changes after that version, which the server is to end after that time. */
  Watch watch(String resourceVersion, Duration duration) throws IOException;

  /** Returns whether it was cancelled, so that its failures do not count. */
  boolean isCancelled();

  /** An open watch. */
  interface Watch extends Closeable {

    /**
     * Waits for the next event; empty when the server has ended the watch, or should have long ago.
     */
    Optional<WatchEvent> next() throws IOException;
  }
}
