package io.rubik.kube;

import io.rubik.kube.json.PodListing;
import io.rubik.kube.json.WatchEvent;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * An API server that answers by a script; the duration of a watch passes before its first event.
 */
final class ScriptedServer implements PodSource {

  private final Deque<Object> answers = new ArrayDeque<>();
  final List<String> requests = new ArrayList<>();
  long nowNanos;
  boolean cancelled;

  /** Returns a list of pods of these names. */
  static PodListing listing(String version, String... names) {
    return new PodListing(Arrays.stream(names).map(ScriptedServer::pod).toList(), version);
  }

  static PodManifest pod(String name) {
    return PodFixture.pod(name).namespace("x").manifest();
  }

  void list(PodListing listing) {
    answers.add(listing);
  }

  void list(IOException failure) {
    answers.add(failure);
  }

  void refuseWatch(IOException failure) {
    answers.add(failure);
  }

  void watch(IOException end) {
    watch(Duration.ZERO, end);
  }

  void watch(Duration lasting, IOException end, WatchEvent... events) {
    answers.add(new ScriptedWatch(lasting, List.of(events), Optional.of(end)));
  }

  void watch(Duration lasting, WatchEvent... events) {
    answers.add(new ScriptedWatch(lasting, List.of(events), Optional.empty()));
  }

  @Override
  public PodListing list(String resourceVersion) throws IOException {
    requests.add("list " + resourceVersion);
    return (PodListing) answer();
  }

  @Override
  public Watch watch(String resourceVersion, Duration duration) throws IOException {
    requests.add("watch " + resourceVersion + " " + duration.toSeconds());
    return (Watch) answer();
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  private Object answer() throws IOException {
    Object answer = answers.remove();
    if (answer instanceof IOException e) {
      throw e;
    }
    return answer;
  }

  private final class ScriptedWatch implements Watch {

    private final Duration lasting;
    private final Deque<WatchEvent> events;
    private final Optional<IOException> end;
    private boolean hasLasted;

    ScriptedWatch(Duration lasting, List<WatchEvent> events, Optional<IOException> end) {
      this.lasting = lasting;
      this.events = new ArrayDeque<>(events);
      this.end = end;
    }

    @Override
    public Optional<WatchEvent> next() throws IOException {
      if (!hasLasted) {
        hasLasted = true;
        nowNanos += lasting.toNanos();
      }
      if (!events.isEmpty()) {
        return Optional.of(events.remove());
      }
      if (end.isPresent()) {
        throw end.get();
      }
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
