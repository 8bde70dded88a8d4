package io.rubik.soak;

import io.rubik.soak.Disturbance.Body;
import io.rubik.soak.Disturbance.Target;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.FaultTarget;
import io.rubik.standin.RequestRecord;
import io.rubik.standin.StandInServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** All that happens to the API server and on the way to it. */
final class ServerDisturbances {

  /**
   * Kinds that affect requests and lists. Left out: BUDGET, for rubik evicts no pods yet, and
   * OUT_OF_ORDER_EVENT, which no API server does and after which rubik knows the older of two
   * states.
   */
  private static final List<FaultKind> BLINDING =
      List.of(
          FaultKind.UNAUTHORIZED,
          FaultKind.FORBIDDEN,
          FaultKind.GONE,
          FaultKind.TOO_MANY_REQUESTS,
          FaultKind.SERVER_ERROR,
          FaultKind.UNAVAILABLE,
          FaultKind.STALL,
          FaultKind.RESET,
          FaultKind.SLOW,
          FaultKind.TRUNCATED,
          FaultKind.INVALID_JSON,
          FaultKind.ITEMS_MISSING,
          FaultKind.EMPTY_LIST,
          FaultKind.WATCH_CLOSED,
          FaultKind.WATCH_EXPIRED,
          FaultKind.WATCH_SILENT,
          FaultKind.WATCH_DRIPPING,
          FaultKind.WATCH_BLANK);

  /** After these the watch continues; the others concern lists. */
  private static final Set<FaultKind> CONTINUING =
      EnumSet.of(FaultKind.WATCH_SILENT, FaultKind.WATCH_DRIPPING, FaultKind.WATCH_BLANK);

  /** A watch is given up after 90 s; rubik may be suspended for 8 s meanwhile. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(100);

  private static final List<FaultKind> HARMLESS =
      List.of(FaultKind.UNKNOWN_FIELDS, FaultKind.DUPLICATE_EVENT, FaultKind.DROPPED_DELETE);

  private final Duration longest;
  private final Duration longestOutage;
  private final boolean awaitsGivingUp;

  ServerDisturbances(Soak.Pace pace) {
    this.awaitsGivingUp = pace.awaitsGivingUp();
    this.longest = pace.longestFault();
    this.longestOutage = pace.longestOutage();
  }

  List<Disturbance> all() {
    List<Disturbance> all = new ArrayList<>();
    for (FaultKind kind : BLINDING) {
      all.add(
          blinding(kind.name(), Bound.AFTER_SERVER, (world, random) -> fault(world, kind, random)));
    }
    for (FaultKind kind : HARMLESS) {
      all.add(server(kind.name(), (world, random) -> harmless(world, kind, random)));
    }
    all.add(blinding("server killed", Bound.AFTER_SERVER, this::killed));
    all.add(blinding("server with a new certificate", Bound.AFTER_SERVER, this::newCertificate));
    all.add(blinding("connections frozen", Bound.AFTER_FREEZE, (w, r) -> frozen(w, r, false)));
    all.add(
        blinding(
            "connections frozen, then reset", Bound.AFTER_FREEZE, (w, r) -> frozen(w, r, true)));
    all.add(
        blinding("connections reset", Bound.AFTER_SERVER, (w, r) -> w.server().resetConnections()));
    all.add(blinding("watches cut", Bound.AFTER_SERVER, (w, r) -> w.server().watches().cut()));
    all.add(blinding("history compacted", Bound.AFTER_SERVER, ServerDisturbances::compacted));
    all.add(blinding("token rotated", Bound.AFTER_SERVER, this::tokenRotated));
    all.add(blinding("versions begin again", Bound.AFTER_SERVER, this::versionsBeginAgain));
    all.add(blinding("watch dripping for long", Bound.AFTER_SERVER, this::dripping));
    return all;
  }

  private static Disturbance server(String name, Body body) {
    return new Disturbance(name, Target.SERVER, body);
  }

  private static Disturbance blinding(String name, Bound bound, Body body) {
    return server(
        name,
        (world, random) -> {
          world.sight().lose(name);
          try {
            body.run(world, random);
          } finally {
            world.sight().regain(name, bound);
          }
        });
  }

  private void fault(World world, FaultKind kind, RandomGenerator random) {
    StandInServer server = world.server();
    Fault fault = Fault.of(kind).bytesPerSecond(20_000);
    server.faults().inject(kind == FaultKind.GONE ? fault.on(FaultTarget.WATCH) : fault);
    if (!CONTINUING.contains(kind)) {
      haveListed(server);
    }
    world.pause(some(random, longest));
    server.faults().clear();
    if (kind == FaultKind.SLOW) {
      server.resetConnections(); // a list that has begun would go on as slowly
    }
    if (kind == FaultKind.EMPTY_LIST) {
      haveListed(server); // the empty list was the truth until the next one
    }
  }

  private void harmless(World world, FaultKind kind, RandomGenerator random) {
    world.server().faults().inject(Fault.of(kind));
    world.pause(some(random, longest));
    world.server().faults().clear();
  }

  /** Ends the watches so that lists follow. */
  private static void haveListed(StandInServer server) {
    server.faults().inject(Fault.of(FaultKind.WATCH_EXPIRED).times(1));
    server.watches().cut();
  }

  private void killed(World world, RandomGenerator random) throws Exception {
    world.server().stop();
    world.pause(some(random, longestOutage));
    world.server().restart();
  }

  private void newCertificate(World world, RandomGenerator random) throws Exception {
    world.server().stop();
    world.pause(some(random, longest).dividedBy(4));
    world.server().restart(world.server().certificates().withNewServerCertificate());
  }

  private void frozen(World world, RandomGenerator random, boolean reset) {
    world.server().freezeConnections();
    world.pause(some(random, longestOutage));
    if (reset) {
      world.server().resetConnections();
    }
    world.server().thawConnections();
  }

  private static void compacted(World world, RandomGenerator random) {
    world.server().pods().compact();
    world.server().watches().cut();
  }

  /** The server refuses the old token before or after the new one is in its file. */
  private void tokenRotated(World world, RandomGenerator random) throws Exception {
    String token = "token-" + world.number();
    boolean early = random.nextBoolean();
    if (early) {
      world.putToken(token);
    }
    world.server().setToken(token);
    world.server().watches().cut();
    if (!early) {
      world.pause(some(random, longest).dividedBy(4));
      world.putToken(token);
    }
  }

  /** The server has its data from a backup, and its accounts and roles some time later. */
  private void versionsBeginAgain(World world, RandomGenerator random) throws Exception {
    StandInServer server = world.server();
    server.stop();
    server.pods().rewind();
    server.faults().inject(Fault.of(FaultKind.FORBIDDEN));
    server.restart();
    world.pause(some(random, longest));
    server.faults().clear();
  }

  /** Ends when rubik has given up the watch, now and then, or else before. */
  private void dripping(World world, RandomGenerator random) {
    boolean toItsEnd = awaitsGivingUp && random.nextInt(3) == 0;
    Duration limit = toItsEnd ? GIVEN_UP : some(random, longest);
    StandInServer server = world.server();
    long watches = server.requests().count(RequestRecord::isWatch);
    server.faults().inject(Fault.of(FaultKind.WATCH_DRIPPING).bytesPerSecond(10));
    long end = System.nanoTime() + limit.toNanos();
    boolean isOpen = true;
    while (isOpen && !world.hasEnded() && System.nanoTime() < end) {
      world.pause(Duration.ofMillis(100));
      isOpen = server.requests().count(RequestRecord::isWatch) == watches;
    }
    server.faults().clear();
    if (toItsEnd && isOpen && !world.hasEnded()) {
      throw new IllegalStateException("the watch was not given up within " + GIVEN_UP);
    }
  }

  private static Duration some(RandomGenerator random, Duration longest) {
    return Duration.ofMillis(random.nextLong(100, longest.toMillis()));
  }
}
