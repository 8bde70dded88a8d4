package io.rubik.kube;

import java.util.ArrayList;
import java.util.List;

/** Records the progress of a loop. */
final class RecordedProgress implements ListWatchLoop.Progress {

  final List<String> calls = new ArrayList<>();
  final List<String> failures = new ArrayList<>();

  @Override
  public void contacted() {
    calls.add("contacted");
  }

  @Override
  public void listed(int pods) {
    calls.add("listed " + pods);
  }

  @Override
  public void failed(Throwable e) {
    failures.add(String.valueOf(e.getMessage()));
  }

  @Override
  public void recovered() {
    calls.add("recovered");
  }
}
