package io.rubik.kube;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives each test a list-watch loop, a scripted server and a simulated clock. */
abstract class WithScriptedServer {

  static final Duration NO_TIME = Duration.ZERO;

  final ScriptedServer script = new ScriptedServer();
  final RecordedPods pods = new RecordedPods();
  final RecordedProgress progress = new RecordedProgress();
  double random = 1;
  final ListWatchLoop loop =
      new ListWatchLoop(
          script,
          pods.admission(),
          progress,
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
