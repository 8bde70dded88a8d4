package io.rubik.soak;

import com.google.gson.JsonObject;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.soak.Disturbance.Body;
import io.rubik.soak.Disturbance.Target;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** All that happens to the daemon and to the files it has written. */
final class RubikDisturbances {

  /** By when rubik has stopped, whatever happens. */
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Duration longest;

  RubikDisturbances(Soak.Pace pace) {
    this.longest = pace.longestFault();
  }

  List<Disturbance> all() {
    return List.of(
        rubik("rubik killed", this::killed),
        rubik("rubik stopped", this::stopped),
        rubik("rubik suspended", this::suspended),
        rubik("log reader stalled", this::readerStalled),
        rubik("run directory full", this::runFull),
        rubik("configuration changed", this::changed),
        rubik("configuration broken", this::broken),
        rubik("feature switched off", this::switchedOff),
        new Disturbance("levels tampered with", Target.FILES, RubikDisturbances::tampered),
        new Disturbance("cgroups recreated", Target.FILES, RubikDisturbances::recreated));
  }

  private static Disturbance rubik(String name, Body body) {
    return new Disturbance(name, Target.RUBIK, body);
  }

  private void killed(World world, RandomGenerator random) throws IOException {
    world.rubik().kill();
    world.pause(some(random));
    world.rubik().start();
  }

  private void stopped(World world, RandomGenerator random) throws Exception {
    stop(world);
    world.pause(some(random));
    world.rubik().start();
  }

  private static void stop(World world) throws Exception {
    int status = world.rubik().stop();
    if (status != 0) {
      throw new IOException("rubik stopped with status " + status);
    }
  }

  /** Nothing is lost from sight: pods are to be marked as ever, and a stop is to be in time. */
  private void readerStalled(World world, RandomGenerator random) throws Exception {
    world.rubik().stallReader(true);
    world.pause(some(random));
    if (random.nextBoolean()) {
      world.rubik().stallReader(false);
      return;
    }
    long start = System.nanoTime();
    stop(world);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(STOP) > 0) {
      throw new IOException("rubik stopped after " + took);
    }
    world.rubik().start();
  }

  private void runFull(World world, RandomGenerator random) throws Exception {
    stop(world);
    world.rubik().startOnFullDisk();
    world.pause(some(random).plus(Bound.AFTER_START.limit()));
    stop(world);
    world.rubik().start();
  }

  private void suspended(World world, RandomGenerator random) throws Exception {
    world.sight().lose("rubik suspended");
    world.rubik().signal("STOP");
    world.pause(some(random));
    world.rubik().signal("CONT");
    world.sight().regain("rubik suspended", Bound.AFTER_START);
  }

  private void changed(World world, RandomGenerator random) throws Exception {
    reload(world, true, random.nextBoolean());
  }

  private void broken(World world, RandomGenerator random) throws Exception {
    world.node().config(random.nextBoolean() ? "{" : "{\"agent\": {\"logSize\": 5}}");
    world.rubik().signal("HUP");
    world.pause(some(random));
    world.configure(true, false);
  }

  private void switchedOff(World world, RandomGenerator random) throws Exception {
    world.sight().lose("feature off");
    reload(world, false, false);
    world.pause(some(random));
    reload(world, true, false);
    world.sight().regain("feature off", Bound.AFTER_START);
  }

  private static void reload(World world, boolean preemption, boolean enableMemcgQos)
      throws Exception {
    world.configure(preemption, enableMemcgQos);
    world.rubik().signal("HUP");
  }

  private static void tampered(World world, RandomGenerator random) throws IOException {
    for (JsonObject pod : Pods.some(world, random)) {
      world.tampered(Pods.uid(pod));
      try {
        world.node().setLevel(SimulatedKubelet.podPath(pod), "0");
      } catch (NoSuchFileException e) {
        // The pod has just ended.
      }
    }
  }

  /** Removes cgroups and makes them again, which no event reports. */
  private static void recreated(World world, RandomGenerator random) throws IOException {
    List<JsonObject> pods = Pods.some(world, random);
    for (JsonObject pod : pods) {
      world.removeCgroup(SimulatedKubelet.podPath(pod));
    }
    world.pause(Duration.ofMillis(random.nextInt(100, 500)));
    for (JsonObject pod : pods) {
      Pods.makeCgroups(world, pod);
      world.tampered(Pods.uid(pod));
    }
  }

  private Duration some(RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(100, longest.toMillis()));
  }
}
