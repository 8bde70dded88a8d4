package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.PodFixture;
import io.rubik.pod.PodManifest;
import io.rubik.testing.Thrown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PodListReaderTest {

  private static final String POD =
      """
      {"metadata": {
         "name": "web", "namespace": "shop", "uid": "u-1", "resourceVersion": "7",
         "creationTimestamp": "2026-01-31T12:00:00Z",
         "annotations": {"volcano.sh/preemptable": "true", "other.io/x": "y"},
         "labels": {"volcano.sh/preemptable": "false", "app": "web"},
         "managedFields": [{"fieldsV1": {"f:metadata": {"f:labels": {".": {}}}}}],
         "novelty": {"deep": [[[{"er": null}]]]}},
       "spec": {"containers": [{"name": "main", "resources": {}}], "status": "not this one"},
       "status": {
         "phase": "Running", "qosClass": "Burstable",
         "ephemeralContainerStatuses": [{"name": "debug", "containerID": "containerd://c3"}],
         "initContainerStatuses": [
           {"name": "init", "containerID": "containerd://c2",
            "state": {"terminated": {"containerID": "containerd://c2"}, "running": null}}],
         "containerStatuses": [
           {"name": "main", "containerID": "containerd://c1", "ready": true,
            "lastState": {"running": {}}, "state": {"running": {"startedAt": "now"}}},
           {"name": "waiting", "state": {"waiting": {"reason": "ContainerCreating"}}}]}}\
      """;

  @Test
  void podIsReadAndOtherFieldsAreSkipped() throws IOException {
    PodListing listing = read(list(POD));

    assertEquals("42", listing.resourceVersion());
    assertEquals(
        List.of(
            PodFixture.pod("web")
                .namespace("shop")
                .uid("u-1")
                .created("2026-01-31T12:00:00Z")
                .annotation("volcano.sh/preemptable", "true")
                .label("volcano.sh/preemptable", "false")
                .named("main", "c1", "")
                .requests("0", "0")
                .status("waiting", "", false)
                .status("init", "containerd://c2", false)
                .status("debug", "containerd://c3", false)
                .manifest()),
        listing.pods());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null"})
  void listMayBeEmpty(String items) throws IOException {
    assertTrue(
        read("{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":"
                + items
                + "}")
            .pods()
            .isEmpty());
  }

  @Test
  void orderOfFieldsDoesNotMatter() throws IOException {
    String text =
        "{\"items\":[" + POD + "],\"metadata\":{\"resourceVersion\":\"1\"},\"kind\":\"PodList\"}";

    assertEquals(1, read(text).pods().size());
  }

  /** Any of these taken for an empty list would release every pod. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "hello",
        "<html></html>",
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"}}",
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":{}}",
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":\"\"}",
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":1},\"items\":[]}",
        "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[]}",
        "{\"kind\":\"PodList\",\"metadata\":null,\"items\":[]}",
        "{\"kind\":\"Status\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}",
        "{\"kind\":\"Status\",\"code\":500}",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}",
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]",
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}{}",
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"x\"},\"items\":[]}",
      })
  void anythingElseIsNotAList(String text) {
    assertThrows(IOException.class, () -> read(text));
  }

  @Test
  void truncatedListIsNotAList() {
    String whole = list(POD);

    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThrows(IOException.class, () -> read(cut), cut);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"metadata\":{\"name\":\"bad\",\"uid\":7}} | $.items[0].metadata.uid is not a string",
        "{\"metadata\":[]} | $.items[0].metadata is not an object",
        "{\"metadata\":{\"labels\":\"x\"}} | $.items[0].metadata.labels is not an object",
        "{\"metadata\":{\"annotations\":{\"volcano.sh/preemptable\":1}}}"
            + "| $.items[0].metadata.annotations.volcano.sh/preemptable is not a string",
        "{\"status\":{\"containerStatuses\":{}}}"
            + "| $.items[0].status.containerStatuses is not an array",
        "{\"status\":{\"containerStatuses\":[1]}}"
            + "| $.items[0].status.containerStatuses[0] is not an object",
        "{\"status\":{\"containerStatuses\":[{\"state\":true}]}}"
            + "| $.items[0].status.containerStatuses[0].state is not an object",
        "{\"status\":{\"initContainerStatuses\":[{\"state\":{\"running\":1}}]}}"
            + "| $.items[0].status.initContainerStatuses[0].state.running is not an object",
        "7 | $.items[0] is not an object",
        "{\"kind\":\"Node\"} | it is a Node",
      })
  void wrongTypeIsAProblemOfThatPodAlone(String pod, String problem) throws IOException {
    PodListing listing = read(list(pod + "," + POD));

    assertEquals(List.of(problem, ""), listing.pods().stream().map(PodManifest::problem).toList());
  }

  @Test
  void wrongTypeInAnUnusedFieldIsIgnored() throws IOException {
    PodListing listing =
        read(
            list(
                "{\"metadata\":{\"annotations\":{\"x\":1},\"ownerReferences\":3},\"spec\":false}"));

    assertEquals(List.of(""), listing.pods().stream().map(PodManifest::problem).toList());
  }

  @Test
  void nullCountsAsAbsent() throws IOException {
    PodListing listing =
        read(
            list(
                "{\"metadata\":{\"name\":null,\"annotations\":{\"volcano.sh/preemptable\":null},\"labels\":null},"
                    + "\"spec\":{\"containers\":null},\"status\":{\"containerStatuses\":null}}"));

    assertEquals("", listing.pods().getFirst().problem());
    assertEquals(Map.of(), listing.pods().getFirst().annotations());
    assertEquals("", listing.pods().getFirst().name());
  }

  @Test
  void unusedAnnotationsAreNotKept() throws IOException {
    String annotations =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"other.io/" + i + "\":\"" + "v".repeat(20) + "\"")
            .collect(Collectors.joining(",", "{\"metadata\":{\"annotations\":{", "}}}"));

    assertEquals(Map.of(), read(list(annotations)).pods().getFirst().annotations());
  }

  /** Thousands of them may be kept until they are collected. */
  @Test
  void podsThatHaveEndedAreLeftOut() throws IOException {
    String ended = POD.replace("Running", "Succeeded") + "," + POD.replace("Running", "Failed");

    assertEquals(1, read(list(ended + "," + POD)).pods().size());
  }

  @Test
  void listOfManyEndedPodsIsRead() throws IOException {
    String ended = "{\"status\":{\"phase\":\"Failed\"}},".repeat(20_000);

    assertEquals(1, read(list(ended + POD)).pods().size());
  }

  @Test
  void listOfTooManyPodsIsRefusedAsAWhole() throws IOException {
    String pods = "{},".repeat(PodListReader.MAX_PODS - 1) + "{}";

    assertEquals(PodListReader.MAX_PODS, read(list(pods)).pods().size());
    assertEquals(
        "the pod list cannot be used: it has more than 2000 pods", refusal(list(pods + ",{}")));
  }

  @Test
  void listOfTooManyContainersIsRefusedAsAWhole() {
    assertEquals(
        "the pod list cannot be used: it has more than 6000 containers",
        refusal(list(withContainers(500).concat(",").repeat(12) + withContainers(1))));
  }

  @Test
  void podWithTooManyContainersIsAProblemOfThatPodAlone() throws IOException {
    PodListing listing =
        read(list(withContainers(500) + "," + withContainers(501) + "," + withLimits(501)));

    assertEquals(
        List.of("", "it has more than 500 containers", "it has more than 500 containers"),
        listing.pods().stream().map(PodManifest::problem).toList());
  }

  /** A pod's owner could make rubik keep 256 KiB of text of each of its pods. */
  @Test
  void ofALongAnnotationNothingIsKeptThatCouldBeValid() throws IOException {
    String mark = "{\"volcano.sh/preemptable\":\"true" + " ".repeat(1_000_000) + "\"}";
    String pod = "{\"metadata\":{\"annotations\":" + mark + ",\"labels\":" + mark + "}}";

    PodManifest manifest = read(list(pod)).pods().getFirst();

    Map<String, String> kept = Map.of("volcano.sh/preemptable", "true        ... (over 64 bytes)");
    assertEquals(kept, manifest.annotations());
    assertEquals(kept, manifest.labels());
    assertEquals("", manifest.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "namespace", "uid", "creationTimestamp", "resourceVersion"})
  void identityIsNotCut(String field) throws IOException {
    String pod = "{\"metadata\":{\"" + field + "\":\"" + "a".repeat(257) + "\"}}";

    assertEquals(
        "$.items[0].metadata." + field + " is not a string of at most 256 bytes",
        read(list(pod)).pods().getFirst().problem());
  }

  @Test
  void fieldsWithLongNamesAreUnknownOnes() throws IOException {
    String name = "name".repeat(1000);
    String pod = "{\"metadata\":{\"" + name + "\":1,\"name\":\"web\"},\"" + name + "\":{}}";

    assertEquals("web", read(list(pod)).pods().getFirst().name());
    assertEquals("", read(list(pod)).pods().getFirst().problem());
  }

  private static String withContainers(int count) {
    return "{\"status\":{\"containerStatuses\":["
        + "{\"name\":\"a\"},".repeat(count - 1)
        + "{\"name\":\"a\"}]}}";
  }

  private static String withLimits(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"name\":\"c" + i + "\",\"resources\":{\"limits\":{\"cpu\":\"1\"}}}")
        .collect(Collectors.joining(",", "{\"spec\":{\"containers\":[", "]}}"));
  }

  private static String refusal(String text) {
    return Thrown.message(MalformedBodyException.class, () -> read(text));
  }

  private static String list(String items) {
    return "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"42\"},"
        + "\"items\":["
        + items
        + "]}";
  }

  private static PodListing read(String text) throws IOException {
    return PodListReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), PodFixture.KEYS);
  }
}
