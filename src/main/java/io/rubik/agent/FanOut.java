package io.rubik.agent;

import io.rubik.pod.Pod;
import io.rubik.pod.PodListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells every feature of pods and of their cgroups; one that comes later is first told of the pods
 * already there.
 */
final class FanOut implements PodListener {

  private final List<NodeListener> listeners = new ArrayList<>();
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  /** The same pods by their cgroups, which no two of them share. */
  private final Map<String, Pod> byCgroup = new HashMap<>();

  /** Adds a listener. */
  synchronized void add(NodeListener listener) {
    pods.values().forEach(listener::added);
    listeners.add(listener);
  }

  /** Takes a listener out; it is told of nothing more. */
  synchronized void remove(NodeListener listener) {
    listeners.remove(listener);
  }

  @Override
  public synchronized void added(Pod pod) {
    keep(pod);
    listeners.forEach(listener -> listener.added(pod));
  }

  @Override
  public synchronized void updated(Pod old, Pod pod) {
    drop(old);
    keep(pod);
    listeners.forEach(listener -> listener.updated(old, pod));
  }

  @Override
  public synchronized void removed(Pod pod) {
    drop(pod);
    listeners.forEach(listener -> listener.removed(pod));
  }

  /** Is told that a pod's cgroup or one below it is there; one of no known pod is no matter. */
  synchronized void cgroupAppeared(String podPath) {
    Pod pod = byCgroup.get(podPath);
    if (pod != null) {
      listeners.forEach(listener -> listener.cgroupAppeared(pod));
    }
  }

  private void keep(Pod pod) {
    pods.put(pod.uid(), pod);
    byCgroup.put(pod.cgroupPath(), pod);
  }

  private void drop(Pod pod) {
    pods.remove(pod.uid());
    byCgroup.remove(pod.cgroupPath());
  }

  /** Returns how many of the pods are offline, and how many are not. */
  synchronized PodCount count() {
    int offline = (int) pods.values().stream().filter(Pod::offline).count();
    return new PodCount(pods.size() - offline, offline);
  }

  /** Pods of this node. */
  record PodCount(int online, int offline) {

    @Override
    public String toString() {
      return online + " pods online, " + offline + " offline";
    }
  }
}
