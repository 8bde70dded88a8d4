package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.PodManifest.ResourceTexts;
import io.rubik.pod.RequestTexts.ContainerRequests;
import io.rubik.pod.RequestTexts.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As component-helpers computes them, resource/helpers.go. */
class RequestsTest {

  /** Containers as {@code app:500m}, init containers in their order. */
  private static RequestTexts texts(String containers, String pod, String overhead) {
    List<ContainerRequests> requests = new ArrayList<>();
    for (String container : containers.split(" ", -1)) {
      String[] parts = container.split(":", -1);
      Kind kind =
          switch (parts[0]) {
            case "init" -> Kind.INIT;
            case "side" -> Kind.SIDECAR;
            default -> Kind.APPLICATION;
          };
      requests.add(new ContainerRequests(kind, new ResourceTexts(parts[1], "0")));
    }
    return new RequestTexts(
        requests, new ResourceTexts(pod, "0"), new ResourceTexts(overhead, "0"));
  }

  @ParameterizedTest
  @CsvSource({
    "app:500m app:1, 0, 0, OptionalLong[1500]",
    "init:2 app:500m, 0, 0, OptionalLong[2000]",
    "init:2 init:3 app:500m, 0, 0, OptionalLong[3000]",
    "side:100m app:500m, 0, 0, OptionalLong[600]",
    "side:100m init:2 app:500m, 0, 0, OptionalLong[2100]",
    "init:2 side:100m app:500m, 0, 0, OptionalLong[2000]",
    "init:600m side:100m side:200m app:500m, 0, 0, OptionalLong[800]",
    "app:500m, 2, 0, OptionalLong[2000]",
    "app:500m, 0, 250m, OptionalLong[750]",
    "app:500m, 2, 250m, OptionalLong[2250]",
    "app:0, 0, 0, OptionalLong[0]",
    "app:0.1m, 0, 0, OptionalLong[1]",
    "app:x, 0, 0, OptionalLong.empty",
    "app:, 0, 0, OptionalLong.empty",
    "app:999999999999999 app:9e14, 0, 0, OptionalLong[1899999999999999000]",
    "app:9e15, 0, 0, OptionalLong.empty",
  })
  void cpuOfAPod(String containers, String pod, String overhead, String expected) {
    RequestTexts texts = texts(containers, pod, overhead);

    assertEquals(expected, Requests.of(texts).cpuMillicores().toString());
  }

  @ParameterizedTest
  @CsvSource({"128Mi, OptionalLong[134217728]", "0, OptionalLong[0]", "-1, OptionalLong.empty"})
  void memoryOfAPod(String memory, String expected) {
    List<ContainerRequests> requests =
        List.of(new ContainerRequests(Kind.APPLICATION, new ResourceTexts("0", memory)));

    assertEquals(
        expected,
        Requests.of(new RequestTexts(requests, ResourceTexts.NONE, ResourceTexts.NONE))
            .memoryBytes()
            .toString());
  }
}
