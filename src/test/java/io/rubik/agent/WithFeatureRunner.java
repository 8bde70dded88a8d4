package io.rubik.agent;

import io.rubik.control.ControlsFixture;
import io.rubik.feature.Feature;
import io.rubik.feature.PeriodicTask;
import io.rubik.feature.PodState;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A runner on a loop that the test moves, with a feature that records its calls. */
abstract class WithFeatureRunner {

  final ManualEventLoop loop = new ManualEventLoop();
  final List<String> calls = new ArrayList<>();
  final Map<String, Throwable> failures = new HashMap<>();
  PodState state = PodState.SETTLED;

  final PodRegistry pods = new PodRegistry();
  final FeatureRunner runner =
      new FeatureRunner("test", Recorder::new, ControlsFixture.ownerOfNothing(), pods, loop, loop);

  final Pod web = PodFixture.pod("web").pod();
  final Pod batch = PodFixture.pod("batch").offline().pod();

  /** Records its calls, and fails where the test wants it. */
  private final class Recorder implements Feature {

    @Override
    public void start() throws IOException {
      call("start");
    }

    @Override
    public PodState reconcile(Pod pod) throws IOException {
      call("reconcile " + pod.name());
      return state;
    }

    @Override
    public void updated(Pod old, Pod pod) throws IOException {
      call("updated " + old.offline() + "->" + pod.offline());
    }

    @Override
    public void removed(Pod pod) throws IOException {
      call("removed " + pod.name());
    }

    @Override
    public List<PeriodicTask> tasks() {
      return List.of(new PeriodicTask("tick", Duration.ofSeconds(10), () -> call("tick")));
    }

    @Override
    public void stop() throws IOException {
      call("stop");
    }

    private void call(String name) throws IOException {
      calls.add(name);
      switch (failures.get(name)) {
        case null -> {}
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError();
      }
    }
  }

  final List<String> callsOf(Runnable action) {
    calls.clear();
    action.run();
    return List.copyOf(calls);
  }

  final List<String> callsIn(Duration time) {
    return callsOf(() -> loop.pass(time));
  }

  final void start() {
    pods.subscribe(runner);
    var started = runner.start();
    loop.run();
    started.join();
  }
}
