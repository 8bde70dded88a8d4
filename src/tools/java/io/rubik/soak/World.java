package io.rubik.soak;

import io.rubik.daemon.ScratchNode;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The node, the API server, the daemon, and what was done to them. */
final class World implements AutoCloseable {

  /** The node's name. */
  static final String NODE = "soak-node";

  private static final String TOKEN_FILE = "etc/rubik/token";

  private final StandInServer server;
  private final ScratchNode node;
  private final Sight sight = new Sight();
  private final Rubik rubik;
  private final Path gone;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, Long> tamperedNanos = new ConcurrentHashMap<>();
  private final PrintWriter notes;
  private volatile boolean ended;

  World(Path directory) throws IOException {
    server = StandInServer.start();
    node = ScratchNode.create(Files.createDirectories(directory.resolve("root")), NODE);
    gone = Files.createDirectories(directory.resolve("gone"));
    notes = new PrintWriter(Files.newBufferedWriter(directory.resolve("faults.log")));
    rubik = new Rubik(node, directory, sight);
    configure(true, false);
    putToken(server.token());
    node.kubeconfig(server.kubeconfig().withTokenFile("token"));
  }

  StandInServer server() {
    return server;
  }

  ScratchNode node() {
    return node;
  }

  Sight sight() {
    return sight;
  }

  Rubik rubik() {
    return rubik;
  }

  /** Returns a number that was not there before. */
  long number() {
    return numbers.incrementAndGet();
  }

  /** Writes the configuration, of which the second setting has no effect on pods. */
  void configure(boolean preemption, boolean enableMemcgQos) throws IOException {
    node.config(
        """
        {
          "agent": {"enabledFeatures": [%s]},
          "preemption": {"resource": ["cpu", "memory"], "enableMemcgQos": %s}
        }
        """
            .formatted(
                preemption ? "\"preemption\", \"quotaTurbo\"" : "\"quotaTurbo\"", enableMemcgQos));
  }

  /** Replaces the token file at once, as kubelet does. */
  void putToken(String token) throws IOException {
    Path fresh = node.write(TOKEN_FILE + ".new", token + "\n");
    Path file = fresh.resolveSibling("token");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes a cgroup that is there with its files at once, if the one above it is there. */
  synchronized void makeCgroup(String path) throws IOException {
    String parent = path.substring(0, path.lastIndexOf('/'));
    if (Files.exists(directory("cpu", path)) || Files.notExists(directory("memory", parent))) {
      return;
    }
    String fresh = parent + "/fresh-" + number();
    node.makeCgroup(fresh);
    for (String controller : ScratchNode.LEVEL_FILES.keySet()) {
      Files.move(directory(controller, fresh), directory(controller, path));
    }
  }

  /** Removes a cgroup with those below it at once, if it is there. */
  synchronized void removeCgroup(String path) throws IOException {
    for (String controller : ScratchNode.LEVEL_FILES.keySet()) {
      Path directory = directory(controller, path);
      if (Files.exists(directory)) {
        Files.move(directory, gone.resolve("" + number()));
      }
    }
  }

  private Path directory(String controller, String path) {
    return node.root().resolve("sys/fs/cgroup").resolve(controller).resolve(path);
  }

  /** Notes that files of a pod were changed without an event that rubik would see. */
  void tampered(String uid) {
    tamperedNanos.put(uid, System.nanoTime());
  }

  /** Returns when that was last so, long ago if never. */
  long tamperedNanos(String uid) {
    return tamperedNanos.getOrDefault(uid, Long.MIN_VALUE / 2);
  }

  /** Records what happens now, to help explain a violation. */
  synchronized void note(String what) {
    notes.println(LocalDateTime.now(ZoneId.systemDefault()) + " " + what);
    notes.flush();
  }

  /** Waits, unless the soak has ended. */
  void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!ended && System.nanoTime() < end) {
      LockSupport.parkNanos(Math.min(end - System.nanoTime(), 20_000_000));
    }
  }

  /** Ends all pauses. */
  void end() {
    ended = true;
  }

  /** Returns whether the soak has ended. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() {
    rubik.close();
    server.close();
    notes.close();
  }
}
