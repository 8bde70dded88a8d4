package io.rubik.cgroup;

import java.util.List;

/** The processes of a cgroup, without those of the cgroups below it. */
public record Processes(List<Integer> pids) {

  /** None. */
  public static final Processes NONE = new Processes(List.of());

  /** Copies the list. */
  public Processes {
    pids = List.copyOf(pids);
  }

  /**
   * Reads {@code cgroup.procs}, one number a line; 0 is a process that this PID namespace does not
   * show, and left out (cgroup-v2.rst, cgroup.procs).
   */
  static Processes parse(String text) {
    return new Processes(
        text.lines().map(Integer::valueOf).filter(pid -> pid > 0).distinct().toList());
  }
}
