package io.rubik.feature.dynmemory;

import io.rubik.control.HostSettings;
import io.rubik.control.Owner;
import io.rubik.feature.FeatureContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tinylog.Logger;

/** The node's page cache, dentries and inodes, dropped by {@code /proc/sys/vm/drop_caches}. */
final class DropCaches {

  private static final int PAGE_CACHE_AND_SLAB = 3;

  private final Path file;
  private final Owner controls;
  private boolean failed;

  DropCaches(FeatureContext context) {
    this.file = context.host().resolve(HostSettings.DROP_CACHES.path());
    this.controls = context.controls();
  }

  /** Says when the node has none; the other measures are of use all the same. */
  void start() {
    if (!Files.isWritable(file)) {
      Logger.warn("{} cannot be written: the node's caches are not dropped", file);
      failed = true;
    }
  }

  /** Drops them; a failure is told when it begins. */
  void drop() {
    try {
      controls.trigger(HostSettings.DROP_CACHES, PAGE_CACHE_AND_SLAB);
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        Logger.warn("{} cannot be written: {}", file, e.getMessage());
      }
      failed = true;
    }
  }
}
