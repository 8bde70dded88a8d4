package io.rubik.agent;

import io.rubik.pod.Pod;
import io.rubik.pod.PodListener;
import java.util.List;

/** Tells several listeners, in their order. */
record FanOut(List<? extends PodListener> listeners) implements PodListener {

  FanOut {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void added(Pod pod) {
    listeners.forEach(listener -> listener.added(pod));
  }

  @Override
  public void updated(Pod old, Pod pod) {
    listeners.forEach(listener -> listener.updated(old, pod));
  }

  @Override
  public void removed(Pod pod) {
    listeners.forEach(listener -> listener.removed(pod));
  }
}
