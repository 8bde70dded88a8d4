package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.PodFixture;
import io.rubik.pod.PodManifest;
import io.rubik.pod.PodManifest.ResourceTexts;
import io.rubik.pod.RequestTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodRequestsTest {

  private static PodManifest read(String pod) throws IOException {
    byte[] json = pod.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return PodReader.read(new FieldReader(json), PodFixture.KEYS).manifest();
  }

  @Test
  void requestsAreThoseOfTheSpecInItsOrder() throws IOException {
    PodManifest pod =
        read(
            """
            {'spec': {
              'overhead': {'cpu': '250m', 'memory': '1Mi'},
              'resources': {'requests': {'cpu': '2'}},
              'containers': [
                {'name': 'web', 'resources': {'requests': {'cpu': '500m', 'memory': '1Gi'},
                  'limits': {'cpu': 1}}},
                {'name': 'plain'}],
              'initContainers': [
                {'name': 'init', 'resources': {'requests': {'cpu': 1}}},
                {'restartPolicy': 'Always', 'name': 'proxy',
                 'resources': {'requests': {'cpu': '100m', 'gpu': '1'}}}],
              'ephemeralContainers': [
                {'name': 'debug', 'resources': {'requests': {'cpu': '9'}}}]},
             'status': {'containerStatuses': [
                {'name': 'web', 'resources': {'requests': {'cpu': '7'}}}]}}
            """);

    RequestTexts requests = pod.requests();
    assertEquals(
        List.of("APPLICATION 500m 1Gi", "APPLICATION 0 0", "INIT 1 0", "SIDECAR 100m 0"),
        requests.containers().stream()
            .map(each -> each.kind() + " " + each.amounts().cpu() + " " + each.amounts().memory())
            .toList());
    assertEquals(new ResourceTexts("2", "0"), requests.pod());
    assertEquals(new ResourceTexts("250m", "1Mi"), requests.overhead());
    assertEquals("", pod.problem());
  }

  /** A wrong type says nothing, and does not make the pod invalid. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'requests': {'cpu': true}}  | ``",
        "{'requests': 7}              | ``",
        "7                            | ``",
        "{'requests': {'cpu': null}}  | 0",
        "{'requests': null}           | 0",
        "null                         | 0",
        "{}                           | 0",
      })
  void whatIsNoRequest(String resources, String expected) throws IOException {
    PodManifest pod =
        read("{'spec': {'containers': [{'name': 'web', 'resources': " + resources + "}]}}");

    assertEquals(expected, pod.requests().containers().getFirst().amounts().cpu());
    assertEquals("", pod.problem());
  }

  @Test
  void podWithoutSpecRequestsNothing() throws IOException {
    assertEquals(RequestTexts.NONE, read("{}").requests());
  }
}
