package io.rubik.kube.json;

import io.rubik.pod.PodManifest;

/** One line of a watch. */
public sealed interface WatchEvent {

  /** A pod was added or modified. */
  record Put(PodManifest manifest, String resourceVersion) implements WatchEvent {}

  /** A pod was deleted; the manifest is its last state. */
  record Delete(PodManifest manifest, String resourceVersion) implements WatchEvent {}

  /** A bookmark: all changes up to that version have been sent. */
  record Bookmark(String resourceVersion) implements WatchEvent {}

  /** An ERROR event, by which the server ends the watch; 410 means that the version is too old. */
  record Failure(ApiStatus status) implements WatchEvent {}

  /** An event of another type. */
  record Unknown(String type) implements WatchEvent {}
}
