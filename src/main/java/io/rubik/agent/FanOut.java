package io.rubik.agent;

import io.rubik.pod.Pod;
import io.rubik.pod.PodListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells every feature of pods; one that comes later is first told of the pods already there. */
final class FanOut implements PodListener {

  private final List<PodListener> listeners = new ArrayList<>();
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  /** Adds a listener. */
  synchronized void add(PodListener listener) {
    pods.values().forEach(listener::added);
    listeners.add(listener);
  }

  /** Takes a listener out; it is told of nothing more. */
  synchronized void remove(PodListener listener) {
    listeners.remove(listener);
  }

  @Override
  public synchronized void added(Pod pod) {
    pods.put(pod.uid(), pod);
    listeners.forEach(listener -> listener.added(pod));
  }

  @Override
  public synchronized void updated(Pod old, Pod pod) {
    pods.put(pod.uid(), pod);
    listeners.forEach(listener -> listener.updated(old, pod));
  }

  @Override
  public synchronized void removed(Pod pod) {
    pods.remove(pod.uid());
    listeners.forEach(listener -> listener.removed(pod));
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
