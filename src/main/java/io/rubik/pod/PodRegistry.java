package io.rubik.pod;

import io.rubik.cgroup.kubepods.PodId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The one registry of this node's pods. {@link PodAdmission} writes it; subscribers are given the
 * UID of each pod that changes, after it has changed here.
 */
public final class PodRegistry implements Pods {

  private final Map<String, Pod> byUid = new LinkedHashMap<>();
  private final Map<String, Pod> byKey = new HashMap<>();
  private final Map<PodId, Pod> byId = new HashMap<>();
  private final Map<String, Pod> byCgroup = new HashMap<>();
  private final List<PodSubscriber> subscribers = new CopyOnWriteArrayList<>();

  /** The UIDs of pods whose last change a subscriber failed to take. */
  private final Set<String> missed = ConcurrentHashMap.newKeySet();

  @Override
  public synchronized Optional<Pod> byUid(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  @Override
  public synchronized Optional<Pod> byCgroup(String cgroupPath) {
    return Optional.ofNullable(byCgroup.get(cgroupPath));
  }

  /** Returns the pod of a namespace and name, {@link Pod#key}; empty when there is none. */
  synchronized Optional<Pod> byKey(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** Returns the pod of an ID, empty when there is none. */
  synchronized Optional<Pod> byId(PodId id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public synchronized List<Pod> all() {
    return List.copyOf(byUid.values());
  }

  @Override
  public synchronized List<Pod> offline() {
    return byUid.values().stream().filter(Pod::offline).toList();
  }

  @Override
  public synchronized PodCount count() {
    int offline = (int) byUid.values().stream().filter(Pod::offline).count();
    return new PodCount(byUid.size() - offline, offline);
  }

  /** Returns a pod of another name that has the UID or the cgroup of this one. */
  synchronized Optional<Pod> rivalOf(Pod pod) {
    return Stream.of(Optional.ofNullable(byId.get(pod.id())), byUid(pod.uid()))
        .flatMap(Optional::stream)
        .filter(other -> !other.key().equals(pod.key()))
        .findFirst();
  }

  /** Adds a pod, or replaces the one of its UID. */
  public void put(Pod pod) {
    synchronized (this) {
      Pod old = byUid.put(pod.uid(), pod);
      if (old != null) {
        dropIndexes(old);
      }
      byKey.put(pod.key(), pod);
      byId.put(pod.id(), pod);
      byCgroup.put(pod.cgroupPath(), pod);
    }
    announce(pod.uid());
  }

  /** Removes the pod of a UID, if there is one. */
  public void remove(String uid) {
    synchronized (this) {
      Pod old = byUid.remove(uid);
      if (old == null) {
        return;
      }
      dropIndexes(old);
    }
    announce(uid);
  }

  private void dropIndexes(Pod pod) {
    byKey.remove(pod.key());
    byId.remove(pod.id());
    byCgroup.remove(pod.cgroupPath());
  }

  /**
   * Announces the pod whose cgroup has appeared, or in whose cgroup one has; returns whether there
   * is such a pod.
   */
  public boolean cgroupAppeared(String podPath) {
    Optional<Pod> pod = byCgroup(podPath);
    pod.ifPresent(known -> announce(known.uid()));
    return pod.isPresent();
  }

  /** Adds a subscriber, which is first given the pods already there. */
  public void subscribe(PodSubscriber subscriber) {
    subscribers.add(subscriber);
    all().forEach(pod -> subscriber.changed(pod.uid()));
  }

  /** Removes a subscriber; it is not notified any more. */
  public void unsubscribe(PodSubscriber subscriber) {
    subscribers.remove(subscriber);
  }

  private void announce(String uid) {
    boolean done = false;
    try {
      for (PodSubscriber subscriber : subscribers) {
        subscriber.changed(uid);
      }
      done = true;
    } finally {
      if (!done) {
        missed.add(uid);
      }
    }
  }

  /** Announces again what a subscriber failed to take. */
  void announceMissed() {
    for (String uid : List.copyOf(missed)) {
      missed.remove(uid);
      announce(uid);
    }
  }
}
