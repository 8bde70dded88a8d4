package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.PodFixture;
import io.rubik.pod.PodManifest;
import io.rubik.pod.PodManifest.ContainerStatus;
import io.rubik.pod.PodManifest.ResourceTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodLimitsTest {

  private static final String SPEC =
      """
      {"resources": {"limits": {"cpu": "4", "memory": "4Gi"}},
       "initContainers": [{"name": "init", "resources": {"limits": {"cpu": "100m"}}}],
       "containers": [
         {"resources": {"requests": {"cpu": "1"}, "limits":
           {"cpu": "500m", "memory": "1Gi", "nvidia.com/gpu": "1"}}, "name": "main"},
         {"name": "free", "resources": {}},
         {"name": "plain"}],
       "ephemeralContainers": [{"name": "debug", "resources": {"limits": {"memory": "1Mi"}}}]}\
      """;

  private static final String STATUS =
      """
      {"initContainerStatuses": [{"name": "init"}],
       "containerStatuses": [
         {"name": "main"}, {"name": "free"}, {"name": "plain"}, {"name": "unknown"}],
       "ephemeralContainerStatuses": [{"name": "debug"}]}\
      """;

  /** The fields of an object have no order: the status may come first. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void limitsOfTheSpecAreMatchedByName(boolean statusFirst) throws IOException {
    String spec = "\"spec\":" + SPEC;
    String status = "\"status\":" + STATUS;

    PodManifest pod = read("{" + (statusFirst ? status + "," + spec : spec + "," + status) + "}");

    assertEquals(
        List.of(
            "main 500m 1Gi", "free 0 0", "plain 0 0", "unknown  ", "init 100m 0", "debug 0 1Mi"),
        wanted(pod));
    assertEquals(new ResourceTexts("4", "4Gi"), pod.wanted());
    assertEquals("", pod.problem());
  }

  /** Columns: resources in the status of a container; what they say of its limits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"limits\": {\"cpu\": \"2\", \"memory\": \"2Gi\"}} | main 2 2Gi",
        "{\"limits\": {\"cpu\": \"2\"}}                    | main 2",
        "{\"limits\": {\"cpu\": null, \"memory\": \"2Gi\"}} | main  2Gi",
        "{\"requests\": {\"cpu\": \"2\"}}                  | main",
        "{}                                                  | main",
        "{\"limits\": null}                                  | main",
        "null                                                | main",
        "[]                                                  | main",
        "{\"limits\": {\"cpu\": 2, \"memory\": 1.5e3}}       | main 2 1.5e3",
        "{\"limits\": {\"cpu\": {}, \"memory\": true}}       | main",
        "{\"limits\": 7}                                     | main"
      })
  void absenceInTheStatusSaysNothing(String resources, String expected) throws IOException {
    PodManifest pod =
        read(
            "{\"spec\":"
                + SPEC
                + ",\"status\":{\"containerStatuses\":[{\"name\":\"main\",\"resources\":"
                + resources
                + "}]}}");

    ContainerStatus main = pod.containerStatuses().getFirst();
    assertEquals(expected, line(main.name(), main.reported()).strip());
    assertEquals(new ResourceTexts("500m", "1Gi"), main.wanted(), "wanted");
    assertEquals("", pod.problem());
  }

  /** Columns: resources in the spec of a container; what they say of its limits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"limits\": {\"cpu\": \"2\"}}                  | main 2 0",
        "{\"limits\": {\"cpu\": null}}                   | main 0 0",
        "{\"limits\": {}}                                | main 0 0",
        "{\"limits\": null}                              | main 0 0",
        "{}                                              | main 0 0",
        "null                                            | main 0 0",
        "[]                                              | main",
        "{\"limits\": 7}                                 | main",
        "{\"limits\": {\"cpu\": [], \"memory\": \"1\"}} | main  1"
      })
  void absenceInTheSpecIsNoLimit(String resources, String expected) throws IOException {
    PodManifest pod =
        read(
            "{\"spec\":{\"containers\":[{\"name\":\"main\",\"resources\":"
                + resources
                + "}],\"resources\":"
                + resources
                + "}}");

    ContainerStatus main = pod.containerStatuses().getFirst();
    assertEquals(expected, line("main", main.wanted()).strip());
    assertEquals(main.wanted(), pod.wanted());
    assertEquals("", main.containerId());
  }

  /** A pod must not be lost for what only a few features read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7",
        "{\"containers\": {}}",
        "{\"containers\": [7, null, {\"name\": 7}]}",
        "{\"containers\": [{\"name\": \"main\", \"resources\": []}]}",
        "{\"containers\": [{\"name\": \"main\", \"resources\": {\"limits\": {\"cpu\": []}}}]}",
        "{\"resources\": \"x\"}"
      })
  void wrongTypeInTheSpecIsIgnored(String spec) throws IOException {
    PodManifest pod = read("{\"spec\":" + spec + ",\"status\":" + STATUS + "}");

    assertEquals("", pod.problem());
    assertEquals("", pod.containerStatuses().getFirst().wanted().cpu());
  }

  @Test
  void earlierProblemIsKept() throws IOException {
    assertEquals(
        "$.status.phase is not a string", read("{\"status\":{\"phase\":7},\"spec\":7}").problem());
  }

  @Test
  void longLimitsAreTruncated() throws IOException {
    String text = "1".repeat(100_000);

    PodManifest pod = read("{\"spec\":{\"resources\":{\"limits\":{\"cpu\":\"" + text + "\"}}}}");

    assertEquals(65, pod.wanted().cpu().length());
  }

  private static PodManifest read(String json) throws IOException {
    return PodReader.read(new FieldReader(json.getBytes(StandardCharsets.UTF_8)), PodFixture.KEYS)
        .manifest();
  }

  private static List<String> wanted(PodManifest pod) {
    return pod.containerStatuses().stream()
        .map(status -> line(status.name(), status.wanted()))
        .toList();
  }

  private static String line(String name, ResourceTexts texts) {
    return name + " " + texts.cpu() + " " + texts.memory();
  }
}
