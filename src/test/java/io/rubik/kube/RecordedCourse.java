package io.rubik.kube;

import java.util.ArrayList;
import java.util.List;

/** What the loop told, in order. */
final class RecordedCourse implements ListWatchLoop.Progress {

  final List<String> told = new ArrayList<>();
  final List<String> failures = new ArrayList<>();

  @Override
  public void heard() {
    told.add("heard");
  }

  @Override
  public void listed(int pods) {
    told.add("listed " + pods);
  }

  @Override
  public void failed(Throwable e) {
    failures.add(String.valueOf(e.getMessage()));
  }

  @Override
  public void well() {
    told.add("well");
  }
}
