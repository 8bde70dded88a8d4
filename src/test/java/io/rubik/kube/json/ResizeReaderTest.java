package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.pod.PodFixture;
import io.rubik.pod.PodManifest;
import io.rubik.pod.Resize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResizeReaderTest {

  /** Columns: the generation of the pod, its status, what that says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0      | {}                                                                  | UNTOLD",
        "1      | {}                                                                  | UNTOLD",
        "1      | {'observedGeneration': 0}                                           | UNTOLD",
        "0      | {'observedGeneration': 1}                                           | UNTOLD",
        "1      | {'observedGeneration': 1}                                           | DONE",
        "1      | {'observedGeneration': 2}                                           | DONE",
        "2      | {'observedGeneration': 1}                                           | COMING",
        "2      | {'observedGeneration': '1'}                                         | UNTOLD",
        "9e99   | {'observedGeneration': 1}                                           | UNTOLD",
        "'x'    | {'observedGeneration': []}                                          | UNTOLD",
        "{}     | {'observedGeneration': true}                                        | UNTOLD",
        "1      | {'conditions': [{'type': 'PodResizePending', 'status': 'True'}]}    | PUT_OFF",
        "1      | {'conditions': [{'type': 'PodResizePending', 'status': 'False'}]}   | UNTOLD",
        "1      | {'conditions': [{'type': 'PodResizePending'}]}                      | UNTOLD",
        "1      | {'conditions': [{'type': 'Ready', 'status': 'True'}]}               | UNTOLD",
        "1      | {'conditions': [{'status': 'True', 'type': 'PodResizeInProgress'}]} | COMING",
        "1      | {'conditions': [{'type': 'A', 'b': [{}]}, {'type': 'PodResizeInProgress', 'status': 'True'}], 'phase': 'x'} | COMING",
        "1      | {'conditions': [7, null, {'type': 7, 'status': {}}]}                | UNTOLD",
        "1      | {'conditions': 'PodResizePending'}                                  | UNTOLD",
        "1      | {'conditions': null}                                                | UNTOLD",
        "0      | {'resize': 'Deferred'}                                              | PUT_OFF",
        "0      | {'resize': 'Infeasible'}                                            | PUT_OFF",
        "0      | {'resize': 'Proposed'}                                              | COMING",
        "0      | {'resize': 'InProgress'}                                            | COMING",
        "0      | {'resize': ''}                                                      | UNTOLD",
        "0      | {'resize': 7}                                                       | UNTOLD"
      })
  void statusSaysHowFarAResizeIs(String generation, String status, Resize expected)
      throws IOException {
    PodManifest pod = read(generation, status);

    assertEquals(expected, pod.resize());
    assertEquals("", pod.problem());
  }

  /** What is being applied then is not what the spec has now. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void laterResizeThatIsPutOffComesFirst(boolean inOrder) throws IOException {
    String pending = "{'type': 'PodResizePending', 'status': 'True'}";
    String progress = "{'type': 'PodResizeInProgress', 'status': 'True'}";
    String both = inOrder ? pending + "," + progress : progress + "," + pending;

    assertEquals(
        Resize.PUT_OFF_DURING_ANOTHER, read("1", "{'conditions': [" + both + "]}").resize());
  }

  private static PodManifest read(String generation, String status) throws IOException {
    String json = "{'metadata': {'generation': " + generation + "}, 'status': " + status + "}";
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return PodReader.read(new FieldReader(bytes), PodFixture.KEYS).manifest();
  }
}
