package io.rubik.soak;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Lets one disturbance follow the other, every kind in turn, sometimes two at once. */
final class Disturber {

  private final World world;
  private final Findings findings;
  private final RandomGenerator random;
  private final Duration between;
  private final List<Disturbance> kinds = new ArrayList<>();
  private final Deque<Disturbance> deck = new ArrayDeque<>();

  Disturber(
      World world,
      Findings findings,
      RandomGenerator random,
      Soak.Pace pace,
      List<Disturbance> ofPods) {
    this.world = world;
    this.findings = findings;
    this.random = random;
    this.between = pace.betweenFaults();
    kinds.addAll(new ServerDisturbances(pace).all());
    kinds.addAll(new RubikDisturbances(pace).all());
    kinds.addAll(ofPods);
  }

  /** Continues until the soak ends. */
  void run() throws InterruptedException {
    while (true) {
      world.pause(between.multipliedBy(random.nextInt(5, 15)).dividedBy(10));
      if (world.hasEnded()) {
        return;
      }
      Disturbance one = next();
      Thread other = null;
      if (random.nextInt(4) == 0 && deckHasOther(one)) {
        Disturbance second = takeOther(one);
        RandomGenerator chance = new Random(random.nextLong());
        other = Thread.ofPlatform().name("second").start(() -> attempt(second, chance));
      }
      attempt(one, random);
      if (other != null) {
        other.join();
      }
    }
  }

  private Disturbance next() {
    if (deck.isEmpty()) {
      List<Disturbance> shuffled = new ArrayList<>(kinds);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      deck.addAll(shuffled);
    }
    return deck.remove();
  }

  private boolean deckHasOther(Disturbance one) {
    return deck.stream().anyMatch(d -> d.target() != one.target());
  }

  private Disturbance takeOther(Disturbance one) {
    Disturbance other =
        deck.stream().filter(d -> d.target() != one.target()).findFirst().orElseThrow();
    deck.remove(other);
    return other;
  }

  private void attempt(Disturbance disturbance, RandomGenerator chance) {
    findings.disturbed(disturbance.name());
    world.note(disturbance.name());
    try {
      disturbance.body().run(world, chance);
    } catch (Exception e) {
      findings.violated(disturbance.name() + " failed: " + e);
    }
    world.note("end of " + disturbance.name());
  }
}
