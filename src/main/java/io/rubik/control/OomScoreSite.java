package io.rubik.control;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.OpenControl;
import io.rubik.cgroup.Processes;
import io.rubik.cgroup.ValueType;
import io.rubik.host.HostPaths;
import io.rubik.problem.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code oom_score_adj} of all processes in a cgroup and below it. The lowest counts: the
 * runtime gives each process of a container the same, and a process can raise its own.
 */
record OomScoreSite(CgroupTree tree, String path, HostPaths host, ValueType<Integer> type)
    implements Site<Integer> {

  /** A process that is made during one round is found by the next; its own are as it is then. */
  private static final int ROUNDS = 3;

  /** More than cgroups are nested in any container. */
  private static final int MAX_DEPTH = 16;

  private Cgroup cgroup() {
    return tree.cgroup(path);
  }

  @Override
  public boolean exists() {
    return cgroup().exists(Controller.CPU);
  }

  @Override
  public Optional<String> identity() {
    return cgroup().identity(Controller.CPU);
  }

  @Override
  public Optional<String> hierarchy() {
    return cgroup().hierarchy(Controller.CPU);
  }

  @Override
  public Optional<Integer> read() throws IOException {
    return scores().stream().map(OomScore::value).min(Integer::compare);
  }

  /** Raises those that are lower; or lowers those that rubik may have raised, and no other. */
  @Override
  public void writeAndVerify(Integer value) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Failures failures = new Failures();
      boolean hasWritten = false;
      for (OomScore score : scores()) {
        boolean isDue = score.value() < value || score.value() == Attributes.MAX_OOM_SCORE_ADJ;
        if (isDue && score.value() != value) {
          hasWritten |= failures.attempt(() -> score.write(value), false);
        }
      }
      failures.throwIfAny();
      if (!hasWritten) {
        return;
      }
    }
    Optional<Integer> lowest = read();
    if (lowest.isPresent() && lowest.get() < value) {
      throw new IOException(
          path + ": wrote oom_score_adj " + value + ", a process still has " + lowest.get());
    }
  }

  private List<OomScore> scores() throws IOException {
    List<OomScore> scores = new ArrayList<>();
    addScores(path, 0, scores);
    return scores;
  }

  private void addScores(String cgroupPath, int depth, List<OomScore> scores) throws IOException {
    Optional<Processes> processes = tree.cgroup(cgroupPath).read(Attributes.PROCESSES);
    for (int pid : processes.orElse(Processes.NONE).pids()) {
      Path file = host.resolve("/proc/" + pid + "/oom_score_adj");
      OomScore.read(file).ifPresent(scores::add);
    }
    if (depth < MAX_DEPTH) {
      for (String child : tree.children(cgroupPath)) {
        addScores(child, depth + 1, scores);
      }
    }
  }

  @Override
  public Optional<OpenControl<Integer>> open() {
    return Optional.empty();
  }

  /** A process that is started in the container later has what the runtime gives it. */
  @Override
  public Meddling judge(Integer found, Optional<Integer> original) {
    return Meddling.ORDINARY;
  }

  @Override
  public boolean isLasting() {
    return false;
  }

  @Override
  public Address address() {
    return new Address(
        Address.Kind.CGROUP,
        path,
        Attributes.OOM_SCORE_ADJ.name(tree.version()),
        Attributes.OOM_SCORE_ADJ.key());
  }

  /** Returns {@code kubepods/pod1/c1: oom_score_adj}. */
  @Override
  public String toString() {
    return path + ": oom_score_adj";
  }
}
