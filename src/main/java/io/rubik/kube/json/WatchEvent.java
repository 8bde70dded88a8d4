package io.rubik.kube.json;

import io.rubik.pod.PodManifest;

/** One line of a watch. */
public sealed interface WatchEvent {

  /** A pod was added or modified. */
  record Put(PodManifest manifest, String resourceVersion) implements WatchEvent {}

  /** A pod is gone; the manifest is its last state. */
  record Delete(PodManifest manifest, String resourceVersion) implements WatchEvent {}

  /** Nothing has changed up to that version. */
  record Bookmark(String resourceVersion) implements WatchEvent {}

  /** The server ends the watch; 410 means that the version to go on from is too old. */
  record Failure(ApiStatus status) implements WatchEvent {}

  /** An event of a type that is none of the above. */
  record Unknown(String type) implements WatchEvent {}
}
