package io.rubik.agent;

import io.rubik.feature.FeatureContext;
import io.rubik.loop.EventLoop;
import io.rubik.pod.PodRegistry;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.tinylog.Logger;

/** The features that run, each with the settings it was started with. */
final class FeatureSet implements AutoCloseable {

  private final Function<String, FeatureContext> contexts;
  private final PodRegistry pods;
  private final Function<String, EventLoop> loops;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private volatile Optional<List<FeatureRunner>> settled = Optional.of(List.of());
  private volatile Runnable whenChanged = () -> {};

  private record Running(ConfiguredFeature<?> feature, FeatureRunner runner) {}

  /**
   * Creates an empty set.
   *
   * @param contexts the context of the feature of that name
   * @param loops the event loop of the feature of that name
   */
  FeatureSet(
      Function<String, FeatureContext> contexts,
      PodRegistry pods,
      Function<String, EventLoop> loops) {
    this.contexts = contexts;
    this.pods = pods;
    this.loops = loops;
  }

  /** Has an action run after every change, also one that failed. */
  void whenChanged(Runnable action) {
    whenChanged = action;
  }

  /**
   * Makes these the features that run: new ones start, those gone stop, those with other settings
   * stop and start, and the others continue. Fails when a feature cannot start; the features are
   * then as they were before.
   */
  void change(List<ConfiguredFeature<?>> wanted) throws IOException {
    try {
      makeOrUndo(wanted);
    } finally {
      whenChanged.run();
    }
  }

  private synchronized void makeOrUndo(List<ConfiguredFeature<?>> wanted) throws IOException {
    settled = Optional.empty();
    List<ConfiguredFeature<?>> before =
        running.values().stream().<ConfiguredFeature<?>>map(Running::feature).toList();
    try {
      make(wanted);
    } catch (IOException e) {
      try {
        make(before);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    } finally {
      settled = Optional.of(runners());
    }
  }

  private void make(List<ConfiguredFeature<?>> wanted) throws IOException {
    for (Running old : List.copyOf(running.values())) {
      if (!wanted.contains(old.feature())) {
        stop(old);
      }
    }
    for (ConfiguredFeature<?> feature : wanted) {
      if (!running.containsKey(feature.type().name())) {
        start(feature);
      }
    }
  }

  private void start(ConfiguredFeature<?> feature) throws IOException {
    String name = feature.type().name();
    FeatureContext context = contexts.apply(name);
    FeatureRunner runner =
        new FeatureRunner(
            name,
            () -> feature.create(context),
            context.controls(),
            pods,
            loops.apply(name),
            context.ticker());
    try {
      runner.start().join();
    } catch (CompletionException e) {
      runner.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("feature " + name + ": " + Reason.of(cause), cause);
    }
    running.put(name, new Running(feature, runner));
    pods.subscribe(runner);
    Logger.info("feature {} started", name);
  }

  private void stop(Running old) {
    String name = old.feature().type().name();
    pods.unsubscribe(old.runner());
    running.remove(name);
    old.runner().close();
    Logger.info("feature {} stopped", name);
  }

  /** Returns the names of the features that run. */
  synchronized List<String> names() {
    return List.copyOf(running.keySet());
  }

  /** Returns the runners of the features. */
  synchronized List<FeatureRunner> runners() {
    return running.values().stream().map(Running::runner).toList();
  }

  /** As {@link #runners}, but does not wait: empty while the features change. */
  Optional<List<FeatureRunner>> settledRunners() {
    return settled;
  }

  /** Stops the features, all at once: one that hangs must not take the time of the others. */
  @Override
  public synchronized void close() {
    runners().forEach(FeatureRunner::end);
    new ArrayList<>(running.values()).reversed().forEach(this::stop);
  }
}
