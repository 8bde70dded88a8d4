package io.rubik.standin;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The pods with their resource versions, and the changes that a watch can still resume from. */
public final class PodRegistry {

  /** The pods of one moment. */
  record Snapshot(long version, List<JsonObject> pods) {}

  private static final long FIRST_VERSION = 1000;

  private final int historyLimit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeMap<String, JsonObject> pods = new TreeMap<>();
  private final Deque<PodChange> history = new ArrayDeque<>();
  private long version = FIRST_VERSION;
  private long compacted = version;
  private long dropped = version;
  private long wakes;
  private boolean gracefulDeletion;

  PodRegistry(int historyLimit) {
    this.historyLimit = historyLimit;
  }

  /**
   * With {@code true}, a deleted pod only gets a deletion time, until {@link #remove} takes it
   * away.
   */
  public void setGracefulDeletion(boolean graceful) {
    locked(() -> gracefulDeletion = graceful);
  }

  /** Creates the pod or replaces it as a whole, status included; returns it as stored. */
  public JsonObject put(PodJson pod) {
    return put(pod.build());
  }

  /** Creates the pod or replaces it as a whole, status included; returns it as stored. */
  public JsonObject put(JsonObject pod) {
    return locked(() -> {
      JsonObject before = pods.get(key(pod));
      return store(before, before == null ? admitted(pod) : kept(before, pod));
    });
  }

  /** Stores a new pod; fails with 409 when its name is taken. */
  JsonObject create(JsonObject pod) {
    return locked(() -> {
      JsonObject admitted = admitted(pod);
      if (pods.containsKey(key(admitted))) {
        String name = PodFields.metadata(admitted, "name");
        throw new ApiException(
            ApiStatus.of(409, "AlreadyExists", "pods \"" + name + "\" already exists"));
      }
      return store(null, admitted);
    });
  }

  /** Changes a pod by a function that gets a copy; fails with 404 when there is none. */
  public JsonObject update(String namespace, String name, UnaryOperator<JsonObject> change) {
    return locked(() -> {
      JsonObject before = existing(namespace, name);
      return store(before, kept(before, change.apply(before.deepCopy())));
    });
  }

  /** Deletes a pod, at once or gracefully; fails with 404 when there is none. */
  public JsonObject delete(String namespace, String name) {
    return locked(() -> {
      if (!gracefulDeletion) {
        return remove(namespace, name);
      }
      JsonObject before = existing(namespace, name);
      if (!PodFields.metadata(before, "deletionTimestamp").isEmpty()) {
        return before;
      }
      JsonObject marked = before.deepCopy();
      JsonObject metadata = PodFields.section(marked, "metadata");
      metadata.addProperty("deletionTimestamp", now().plusSeconds(30).toString());
      metadata.addProperty("deletionGracePeriodSeconds", 30);
      return store(before, marked);
    });
  }

  /**
   * Removes a pod at once, as the kubelet does when its containers have ended; fails with 404 when
   * there is none.
   */
  public JsonObject remove(String namespace, String name) {
    return locked(() -> {
      JsonObject before = existing(namespace, name);
      pods.remove(key(before));
      record(before, null);
      return PodFields.withVersion(before, version);
    });
  }

  /** Returns the pod, empty when there is none. */
  public Optional<JsonObject> get(String namespace, String name) {
    return locked(() -> Optional.ofNullable(pods.get(namespace + "/" + name)));
  }

  /** Returns every pod, by namespace and name. */
  public List<JsonObject> all() {
    return locked(() -> List.copyOf(pods.values()));
  }

  /** Returns the version of the last change. */
  public long version() {
    return locked(() -> version);
  }

  /**
   * Forgets the history: a watch that starts from an older version gets 410; running watches
   * continue.
   */
  public void compact() {
    locked(() -> compacted = version);
  }

  /**
   * Has lost its data: there are no pods, and versions begin again. Running watches stay silent.
   */
  public void wipe() {
    locked(() -> {
      pods.clear();
      return begin();
    });
  }

  /** Has its pods from a backup, as it were: versions begin again. */
  public void rewind() {
    locked(() -> {
      List<JsonObject> before = List.copyOf(pods.values());
      begin();
      before.forEach(pod -> store(pod, pod));
      return version;
    });
  }

  Snapshot list(PodSelector selector) {
    return locked(
        () -> new Snapshot(version, pods.values().stream().filter(selector::matches).toList()));
  }

  /** Fails with 410 when a watch can no longer start from this version. */
  void checkStart(long seen) {
    locked(() -> {
      if (seen < Math.max(compacted, dropped)) {
        throw new ApiException(ApiStatus.expired(seen, Math.max(compacted, dropped)));
      }
      return seen;
    });
  }

  /**
   * Returns the changes after a version, waiting for the first one; empty when none came in time or
   * the wait was ended by {@link #wake}. Fails with 410 when the history no longer holds them all.
   */
  List<PodChange> changesAfter(long seen, Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = wait.toNanos();
      long wakesBefore = wakes;
      while (version <= seen && wakes == wakesBefore && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (seen < dropped) {
        throw new ApiException(ApiStatus.expired(seen, dropped));
      }
      return history.stream().filter(change -> change.version() > seen).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Ends every running wait for changes. */
  void wake() {
    locked(() -> {
      changed.signalAll();
      return version;
    });
  }

  private long begin() {
    history.clear();
    version = FIRST_VERSION;
    compacted = version;
    dropped = version;
    return version;
  }

  private JsonObject existing(String namespace, String name) {
    JsonObject pod = pods.get(namespace + "/" + name);
    if (pod == null) {
      throw new ApiException(ApiStatus.podNotFound(name));
    }
    return pod;
  }

  private JsonObject store(@Nullable JsonObject before, JsonObject pod) {
    JsonObject stored = PodFields.withVersion(pod, version + 1);
    pods.put(key(stored), stored);
    record(before, stored);
    return stored;
  }

  private void record(@Nullable JsonObject before, @Nullable JsonObject after) {
    version++;
    history.addLast(new PodChange(version, before, after));
    while (history.size() > historyLimit) {
      dropped = history.removeFirst().version();
    }
    changed.signalAll();
  }

  private static JsonObject admitted(JsonObject pod) {
    JsonObject copy = pod.deepCopy();
    copy.addProperty("kind", "Pod");
    copy.addProperty("apiVersion", "v1");
    JsonObject metadata = PodFields.section(copy, "metadata");
    if (PodFields.metadata(copy, "uid").isEmpty()) {
      metadata.addProperty("uid", UUID.randomUUID().toString());
    }
    if (PodFields.metadata(copy, "creationTimestamp").isEmpty()) {
      metadata.addProperty("creationTimestamp", now().toString());
    }
    JsonObject status = PodFields.section(copy, "status");
    if (!status.has("phase")) {
      status.addProperty("phase", "Pending");
    }
    if (!status.has("qosClass")) {
      status.addProperty("qosClass", "BestEffort");
    }
    return copy;
  }

  /** What an update cannot take away. */
  private static JsonObject kept(JsonObject before, JsonObject pod) {
    JsonObject copy = pod.deepCopy();
    JsonObject metadata = PodFields.section(copy, "metadata");
    for (String field : List.of("name", "namespace", "uid", "creationTimestamp")) {
      if (PodFields.metadata(copy, field).isEmpty()) {
        metadata.addProperty(field, PodFields.metadata(before, field));
      }
    }
    return copy;
  }

  private static String key(JsonObject pod) {
    return PodFields.metadata(pod, "namespace") + "/" + PodFields.metadata(pod, "name");
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
