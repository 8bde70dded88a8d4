package io.rubik.kube;

import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Where the pods of the node come from. */
interface PodSource {

  /** Returns all pods, as they were at that version or later; empty asks for the latest. */
  PodListing list(String resourceVersion) throws IOException;

  /** Begins to watch for what comes after that version. */
  Watch watch(String resourceVersion, Duration duration) throws IOException;

  /** Returns whether it was ended on purpose, so that its failures are none. */
  boolean isCancelled();

  /** A watch under way. */
  interface Watch extends Closeable {

    /** Waits for the next event; empty when the server has ended the watch. */
    Optional<WatchEvent> next() throws IOException;
  }
}
