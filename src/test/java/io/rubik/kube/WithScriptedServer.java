package io.rubik.kube;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives each test a list-watch loop, a server that follows a script, and a clock of its own. */
abstract class WithScriptedServer {

  static final Duration NO_TIME = Duration.ZERO;

  final ScriptedServer script = new ScriptedServer();
  final RecordedPods pods = new RecordedPods();
  final RecordedCourse course = new RecordedCourse();
  double random = 1;
  final ListWatchLoop loop =
      new ListWatchLoop(
          script,
          pods.admission(),
          course,
          new Timing(() -> script.nowNanos, duration -> {}, () -> random));

  void steps(int count) {
    millisOf(count);
  }

  /** Returns the pauses after the next steps. */
  List<Long> millisOf(int steps) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Duration pause = loop.step();
      script.nowNanos += pause.toNanos();
      millis.add(pause.toMillis());
    }
    return millis;
  }
}
