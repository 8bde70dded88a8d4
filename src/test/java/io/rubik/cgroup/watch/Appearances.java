package io.rubik.cgroup.watch;

import java.util.function.Consumer;

/** Hands on which pods appear, and nothing else. */
record Appearances(Consumer<String> pods) implements CgroupEvents {

  @Override
  public void podAppeared(String podPath) {
    pods.accept(podPath);
  }

  @Override
  public void written(String path, String file) {}
}
