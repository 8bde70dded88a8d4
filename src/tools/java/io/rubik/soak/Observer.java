package io.rubik.soak;

import com.google.gson.JsonObject;
import io.rubik.daemon.ScratchNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at the files of every pod repeatedly. */
final class Observer {

  private static final Duration LOOK = Duration.ofMillis(50);

  /** When the observer itself was kept from running for longer, others were too. */
  private static final long STALL_NANOS = Duration.ofMillis(400).toNanos();

  private final World world;
  private final Findings findings;
  private final Map<String, Wrong> wrong = new HashMap<>();
  private final Set<String> everOffline = new HashSet<>();
  private long lastLookNanos = System.nanoTime();
  private long stallsNanos;

  /** A pod that is not as it should be, since when, and whether that was reported. */
  private record Wrong(long sinceNanos, boolean isReported) {}

  Observer(World world, Findings findings) {
    this.world = world;
    this.findings = findings;
  }

  /** Continues until the soak ends. */
  void run() {
    while (!world.hasEnded()) {
      look();
      world.pause(LOOK);
    }
  }

  /** Returns for how long it could not look, in all. */
  Duration stalls() {
    return Duration.ofNanos(stallsNanos);
  }

  private void look() {
    allowForStall();
    Set<String> there = new HashSet<>();
    for (JsonObject pod : Pods.all(world)) {
      String uid = Pods.uid(pod);
      there.add(uid);
      if (Pods.isOffline(pod)) {
        everOffline.add(uid);
      }
      Optional<String> what = whatIsWrong(pod);
      if (what.isPresent()) {
        stillWrong(pod, what.get());
      } else {
        rightAgain(uid);
      }
    }
    wrong.keySet().retainAll(there);
  }

  private void allowForStall() {
    long now = System.nanoTime();
    long stall = now - lastLookNanos - STALL_NANOS;
    if (stall > 0) {
      stallsNanos += stall;
      wrong.replaceAll((uid, w) -> new Wrong(w.sinceNanos() + stall, w.isReported()));
    }
    lastLookNanos = now;
  }

  private Optional<String> whatIsWrong(JsonObject pod) {
    String bad = Pods.isOffline(pod) ? "0" : "-1";
    if (!Pods.isOffline(pod) && everOffline.contains(Pods.uid(pod))) {
      return Optional.empty();
    }
    for (String path : Pods.cgroups(pod)) {
      for (String controller : ScratchNode.LEVEL_FILES.keySet()) {
        if (level(controller, path).equals(bad)) {
          return Optional.of(controller + " " + path + " has " + bad);
        }
      }
    }
    return Optional.empty();
  }

  private String level(String controller, String path) {
    try {
      return world.node().level(controller, path);
    } catch (UncheckedIOException e) {
      return "gone"; // it is going just now
    }
  }

  private void stillWrong(JsonObject pod, String what) {
    long now = System.nanoTime();
    Wrong known = wrong.computeIfAbsent(Pods.uid(pod), uid -> new Wrong(now, false));
    Expectation expected = Expectation.of(world, Pods.uid(pod), known.sinceNanos());
    if (known.isReported() || !expected.isLate(now)) {
      return;
    }
    wrong.put(Pods.uid(pod), new Wrong(known.sinceNanos(), true));
    findings.violated(
        "%s pod %s (%s): %s, for %d ms %s; in force: %s"
            .formatted(
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS),
                Pods.name(pod),
                Pods.uid(pod),
                what,
                expected.wrongFor(now).toMillis(),
                expected.bound(),
                world.sight().reasons()));
  }

  private void rightAgain(String uid) {
    Wrong was = wrong.remove(uid);
    if (was != null) {
      Expectation expected = Expectation.of(world, uid, was.sinceNanos());
      if (!expected.blind()) {
        findings.wrongFor(expected.bound(), expected.wrongFor(System.nanoTime()));
      }
    }
  }
}
