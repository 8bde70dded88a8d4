package io.rubik.soak;

import io.rubik.host.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the packaged daemon busy, disturbs it in every way, and looks whether pods are as they
 * should be.
 *
 * <pre>
 * Soak DIRECTORY MINUTES SEED
 * </pre>
 *
 * <p>The order of what happens comes from the seed; when it meets what does not.
 */
public final class Soak implements AutoCloseable {

  private final World world;
  private final Findings findings = new Findings();
  private final List<Thread> threads = new ArrayList<>();
  private final Churn churn;
  private final Disturber disturber;
  private final Observer observer;
  private final Vitals vitals;

  /**
   * How fast things happen.
   *
   * @param churn between two changes of pods
   * @param longestOutage how long the API server may be away or frozen
   * @param longestFault how long any other fault may last
   * @param awaitsGivingUp whether a watch that drips may do so until rubik gives it up
   * @param warmUp how long rubik runs before its memory counts
   */
  record Pace(
      Duration churn,
      Duration betweenFaults,
      Duration longestOutage,
      Duration longestFault,
      boolean awaitsGivingUp,
      Duration warmUp) {}

  Soak(Path directory, long seed, Pace pace) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    world = new World(directory);
    churn = new Churn(world, random.split(), pace.churn());
    disturber = new Disturber(world, findings, random.split(), pace);
    observer = new Observer(world, findings);
    vitals = new Vitals(world, pace.warmUp());
  }

  /** Runs a soak; ends with status 1 when a pod was wrong for too long. */
  public static void main(String[] arguments) throws Exception {
    Pace pace =
        new Pace(
            Duration.ofMillis(150),
            Duration.ofSeconds(4),
            Duration.ofSeconds(30),
            Duration.ofSeconds(8),
            true,
            Duration.ofSeconds(10));
    long seed = Long.parseLong(arguments[2]);
    try (Soak soak = new Soak(Path.of(arguments[0]), seed, pace)) {
      Signals.on("INT", soak.world::end);
      System.out.printf("soak of %s minutes, seed %d%n", arguments[1], seed);
      soak.run(Duration.ofSeconds(Math.round(Double.parseDouble(arguments[1]) * 60)));
      System.out.print(soak.table());
      System.exit(soak.findings.violations().isEmpty() ? 0 : 1);
    }
  }

  /** Lets everything happen for that time. */
  void run(Duration time) throws Exception {
    world.rubik().start();
    begin("churn", churn::run);
    begin("observer", observer::run);
    begin("vitals", vitals::run);
    begin("disturber", disturber::run);
    world.pause(time);
    world.end();
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(40));
    }
  }

  /** Returns what came of it. */
  Findings findings() {
    return findings;
  }

  /** Returns what the daemon logged. */
  RubikLog log() throws IOException {
    return RubikLog.of(world.rubik().outputs());
  }

  /** Returns the table of results. */
  String table() throws IOException {
    return findings.table()
        + "rubik and its pods:\n"
        + Findings.row("pods, and hostile ones", churn.pods() + ", " + churn.hostilePods())
        + Findings.row("containers", "" + churn.containers())
        + Findings.row("starts of rubik", "" + world.rubik().outputs().size())
        + vitals.table()
        + log().table()
        + Findings.row("the observer itself did not run for", observer.stalls().toMillis() + " ms");
  }

  private interface Body {
    void run() throws Exception;
  }

  private void begin(String name, Body body) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(() -> {
              try {
                body.run();
              } catch (Exception | Error e) {
                findings.violated("the soak's " + name + " failed: " + e);
                e.printStackTrace();
              }
            });
    threads.add(thread);
  }

  @Override
  public void close() {
    world.end();
    world.close();
  }
}
