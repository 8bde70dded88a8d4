package io.rubik.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.rubik.standin.PodRegistry;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Changes the pods of a {@link BenchNode}, one after the other, in rounds. */
final class PodChanges {

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  private final PodRegistry registry;
  private final int pods;
  private int made;

  PodChanges(PodRegistry registry, int pods) {
    this.registry = registry;
    this.pods = pods;
  }

  /** What changes of a pod. */
  enum Kind {
    /** A time stamp, which rubik does not read. */
    STATUS_NOISE,
    /** Whether the container runs, which rubik reads. */
    CONTAINER_STATE,
    /** The mark for offline pods, with another invalid value each time. */
    HOSTILE_MARK
  }

  /** Changes each pod once a second, evenly spread, and returns the number of changes. */
  int makeEvenly(Kind kind, Duration length) {
    long start = System.nanoTime();
    int count = (int) (pods * length.toSeconds());
    for (int i = 0; i < count; i++) {
      long wait = start + i * SECOND_NANOS / pods - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      make(kind, 1);
    }
    return count;
  }

  /** Makes some changes, as fast as they can be made. */
  void make(Kind kind, int count) {
    for (int i = 0; i < count; i++) {
      int change = made++;
      registry.update(
          BenchNode.NAMESPACE, BenchNode.podName(change % pods), pod -> changed(pod, kind, change));
    }
  }

  private JsonObject changed(JsonObject pod, Kind kind, int change) {
    JsonObject status = pod.getAsJsonObject("status");
    switch (kind) {
      case STATUS_NOISE -> first(status, "conditions").addProperty("lastProbeTime", "at " + change);
      case CONTAINER_STATE -> {
        boolean waits = change / pods % 2 == 0;
        JsonObject state =
            JsonParser.parseString(waits ? "{\"waiting\":{}}" : "{\"running\":{}}")
                .getAsJsonObject();
        first(status, "containerStatuses").add("state", state);
      }
      case HOSTILE_MARK -> {
        JsonObject annotations = new JsonObject();
        annotations.addProperty("volcano.sh/preemptable", "nonsense " + change);
        pod.getAsJsonObject("metadata").add("annotations", annotations);
      }
    }
    return pod;
  }

  private static JsonObject first(JsonObject status, String array) {
    JsonArray elements = status.getAsJsonArray(array);
    return elements.get(0).getAsJsonObject();
  }
}
