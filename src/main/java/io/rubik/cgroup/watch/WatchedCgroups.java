package io.rubik.cgroup.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.rubik.cgroup.CgroupVersion;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The directories in which cgroups of pods and containers appear: the root of each hierarchy, those
 * on the way to kubepods, kubepods, its QoS classes and partitions, and the pods; and, on cgroup
 * v2, where crun makes one more below a container's, the containers.
 *
 * <p>That a cgroup is gone is reported by the watch of its parent, not by its own.
 */
final class WatchedCgroups {

  /** Those of as many pods as rubik handles, in three hierarchies of cgroup v1. */
  private static final int MAX_DIRECTORIES = 10_000;

  private final WatchService service;
  private final Collection<Path> hierarchies;
  private final KubepodsLayout layout;
  private final CgroupEvents events;
  private final boolean areContainersWatched;
  private final Map<CgroupDirectory, WatchKey> keys = new HashMap<>();
  private final Map<WatchKey, CgroupDirectory> directories = new HashMap<>();
  private final SequencedSet<CgroupDirectory> unwatched = new LinkedHashSet<>();
  private final WatchProblems problems;
  private boolean eventsLost;

  /** Watches nothing yet. */
  WatchedCgroups(
      WatchService service,
      Collection<Path> hierarchies,
      KubepodsLayout layout,
      CgroupVersion version,
      CgroupEvents events,
      WatchProblems problems) {
    this.service = service;
    this.hierarchies = hierarchies;
    this.layout = layout;
    this.events = events;
    this.areContainersWatched = version == CgroupVersion.V2;
    this.problems = problems;
  }

  /** Has every cgroup there is watched and reported, and those gone forgotten. */
  void scan() {
    List.copyOf(keys.keySet()).stream()
        .filter(directory -> Files.notExists(directory.directory()))
        .forEach(this::forget);
    hierarchies.forEach(hierarchy -> unwatched.add(new CgroupDirectory(hierarchy, "")));
  }

  /** Returns whether directories wait to be watched. */
  boolean isBehind() {
    return eventsLost || !unwatched.isEmpty();
  }

  /** Returns whether a hierarchy is not watched, and so has to be looked for. */
  boolean lacksHierarchy() {
    return hierarchies.stream()
        .anyMatch(hierarchy -> !keys.containsKey(new CgroupDirectory(hierarchy, "")));
  }

  /** Watches one of the directories that wait for it, and reports what has come into it before. */
  void watchNext() {
    if (eventsLost) {
      eventsLost = false;
      scan();
    }
    CgroupDirectory next = unwatched.removeFirst();
    try {
      keep(next, next.directory().register(service, kinds(next)));
      if (next.path().isEmpty()) {
        problems.watched(next.directory());
      }
      next.forEachChild(child -> appeared(next, child));
    } catch (NoSuchFileException | NotDirectoryException e) {
      forget(next);
    } catch (IOException e) {
      problems.refused(e);
    }
  }

  /** Nothing is set in the cgroups above those of the pods. */
  private WatchEvent.Kind<?>[] kinds(CgroupDirectory directory) {
    boolean hasControls =
        layout.holdsPods(directory.path())
            || layout.isPod(directory.path())
            || isContainer(directory);
    return hasControls
        ? new WatchEvent.Kind<?>[] {ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY}
        : new WatchEvent.Kind<?>[] {ENTRY_CREATE, ENTRY_DELETE};
  }

  /** Handles what has happened in the directory of a key. */
  void handle(WatchKey key) {
    CgroupDirectory parent = directories.get(key);
    try {
      for (WatchEvent<?> event : key.pollEvents()) {
        if (parent != null) {
          handle(parent, event.kind(), event.context());
        }
      }
    } finally {
      if (!key.reset() && parent != null && key.equals(keys.get(parent))) {
        if (parent.path().isEmpty()) {
          problems.unmounted(parent.directory());
        }
        forget(parent);
      }
    }
  }

  private void handle(CgroupDirectory parent, WatchEvent.Kind<?> kind, @Nullable Object name) {
    if (kind.equals(OVERFLOW)) {
      eventsLost = true; // each directory may report it: one scan is enough
    } else if (kind.equals(ENTRY_CREATE)) {
      appeared(parent, parent.child(String.valueOf(name)));
    } else if (kind.equals(ENTRY_MODIFY)) {
      events.written(parent.path(), String.valueOf(name));
    } else {
      forget(parent.child(String.valueOf(name)));
    }
  }

  /** Reports first: watching takes time. */
  private void appeared(CgroupDirectory parent, CgroupDirectory child) {
    boolean isPod = layout.isPod(child.path());
    boolean isContainer = layout.isPod(parent.path());
    if (isPod) {
      events.podAppeared(child.path());
    } else if (isContainer) {
      events.podAppeared(parent.path());
    } else if (isContainer(parent) && KubepodsLayout.isSubgroup(child.path())) {
      events.podAppeared(parent.parentPath());
    }
    boolean isWatched =
        isPod
            || layout.holdsPods(child.path())
            || layout.isBelow(child.path())
            || (isContainer && areContainersWatched);
    if (isWatched) {
      add(child);
    }
  }

  private void add(CgroupDirectory child) {
    if (keys.containsKey(child) || keys.size() + unwatched.size() < MAX_DIRECTORIES) {
      unwatched.add(child);
    } else {
      problems.tooMany(MAX_DIRECTORIES);
    }
  }

  private boolean isContainer(CgroupDirectory directory) {
    return layout.isPod(directory.parentPath());
  }

  private void keep(CgroupDirectory directory, WatchKey key) {
    WatchKey old = keys.put(directory, key);
    if (old != null && !old.equals(key)) {
      directories.remove(old);
      old.cancel();
    }
    directories.put(key, directory);
  }

  /** The cgroups in it are gone too, which nothing reports. */
  private void forget(CgroupDirectory directory) {
    WatchKey key = keys.remove(directory);
    if (key == null) {
      return;
    }
    directories.remove(key);
    key.cancel();
    if (!isContainer(directory)) {
      List.copyOf(keys.keySet()).stream().filter(directory::holds).forEach(this::forget);
    }
  }
}
