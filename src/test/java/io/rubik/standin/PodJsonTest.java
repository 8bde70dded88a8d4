package io.rubik.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PodJsonTest {

  @Test
  void fieldsAreWhereTheApiPutsThem() {
    JsonObject pod =
        PodJson.pod("a", "p1")
            .uid("u1")
            .node("n1")
            .qos("Burstable")
            .phase("Pending")
            .annotation("volcano.sh/preemptable", "true")
            .label("app", "web")
            .hostNetwork()
            .deletedAt(Instant.EPOCH)
            .mirror("h1")
            .container("main", "containerd://c1", PodJson.ContainerState.RUNNING)
            .container("late", "", PodJson.ContainerState.WAITING)
            .initContainer("init", "containerd://c2", PodJson.ContainerState.TERMINATED)
            .ephemeralContainer("debug", "containerd://c3", PodJson.ContainerState.RUNNING)
            .resource("main", "cpu", "500m", "2")
            .build();

    JsonObject metadata = pod.getAsJsonObject("metadata");
    assertEquals("u1", metadata.get("uid").getAsString());
    assertEquals("1970-01-01T00:00:00Z", metadata.get("deletionTimestamp").getAsString());
    assertEquals(
        "h1",
        metadata.getAsJsonObject("annotations").get("kubernetes.io/config.hash").getAsString());
    assertEquals(1, metadata.getAsJsonArray("ownerReferences").size());
    assertTrue(pod.getAsJsonObject("spec").get("hostNetwork").getAsBoolean());
    JsonObject status = pod.getAsJsonObject("status");
    assertEquals("Burstable", status.get("qosClass").getAsString());
    assertEquals("Pending", status.get("phase").getAsString());
    assertEquals("containerd://c1", id(status, "containerStatuses", 0));
    assertFalse(
        status.getAsJsonArray("containerStatuses").get(1).getAsJsonObject().has("containerID"));
    assertEquals("containerd://c2", id(status, "initContainerStatuses", 0));
    assertEquals("containerd://c3", id(status, "ephemeralContainerStatuses", 0));
    assertEquals(
        "{\"requests\":{\"cpu\":\"500m\"},\"limits\":{\"cpu\":\"2\"}}",
        pod.getAsJsonObject("spec")
            .getAsJsonArray("containers")
            .get(0)
            .getAsJsonObject()
            .get("resources")
            .toString());
  }

  @Test
  void fullSizePodIsAsLargeAsARealOne() {
    int bytes =
        PodJson.pod("default", "web-1")
            .node("n1")
            .running("main")
            .fullSize()
            .build()
            .toString()
            .length();

    assertTrue(bytes > 9_000 && bytes < 10_500, "bytes: " + bytes);
  }

  private static String id(JsonObject status, String kind, int index) {
    JsonObject container = status.getAsJsonArray(kind).get(index).getAsJsonObject();
    return container.get("containerID").getAsString();
  }
}
