package io.rubik.kube;

import io.rubik.kube.http.ApiStatusException;
import io.rubik.kube.json.MalformedBodyException;
import io.rubik.kube.json.PodListReader;
import io.rubik.kube.json.WatchEvent;
import io.rubik.pod.PodAdmission;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.tinylog.Logger;

/** Applies the events of watches to the registry of pods and keeps the version they lead to. */
final class WatchEvents {

  private static final int MAX_UNKNOWN_TYPES = 10;

  private final PodAdmission admission;
  private final LastSyncedVersion lastSynced;
  private final Set<String> unknownTypes = new HashSet<>();

  WatchEvents(PodAdmission admission, LastSyncedVersion lastSynced) {
    this.admission = admission;
    this.lastSynced = lastSynced;
  }

  /** Applies an event; fails when it is an error of the server or out of order. */
  void apply(WatchEvent event) throws IOException {
    switch (event) {
      case WatchEvent.Put put -> {
        lastSynced.check(put.resourceVersion());
        if (admission.put(put.manifest())) {
          checkSize();
        }
        lastSynced.advance(put.resourceVersion());
      }
      case WatchEvent.Delete delete -> {
        lastSynced.check(delete.resourceVersion());
        admission.remove(delete.manifest());
        lastSynced.advance(delete.resourceVersion());
      }
      case WatchEvent.Bookmark bookmark -> {
        lastSynced.check(bookmark.resourceVersion());
        lastSynced.advance(bookmark.resourceVersion());
      }
      case WatchEvent.Unknown unknown -> {
        if (unknownTypes.size() < MAX_UNKNOWN_TYPES && unknownTypes.add(unknown.type())) {
          Logger.warn("ignoring watch events of unknown type {}", unknown.type());
        }
      }
      case WatchEvent.Failure failure ->
          throw new ApiStatusException(
              failure.status().code(), failure.status().message(), Duration.ZERO);
    }
  }

  /** Whether there really are so many, a list says. */
  private void checkSize() throws MalformedBodyException {
    if (admission.size() > PodListReader.MAX_PODS) {
      throw new MalformedBodyException(
          "the watch has brought more than " + PodListReader.MAX_PODS + " pods");
    }
    if (admission.containers() > PodListReader.MAX_CONTAINERS) {
      throw new MalformedBodyException(
          "the watch has brought more than " + PodListReader.MAX_CONTAINERS + " containers");
    }
  }
}
