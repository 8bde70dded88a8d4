package io.rubik.kube.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.pod.Container;
import io.rubik.pod.Limit;
import io.rubik.pod.Pod;
import io.rubik.pod.ResourceLimits;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts when a field of a pod's status, or its spec, is not there: absence is no fact. */
final class AbsentFieldsTest {

  private static final String METADATA =
      ", 'generation': 3, 'annotations': {'volcano.sh/preemptable': 'true'}";

  private static final String SPEC =
      """
      , 'spec': {
        'resources': {'limits': {'cpu': '2'}},
        'initContainers': [{'name': 'init', 'resources': {'limits': {'cpu': '100m'}}}],
        'containers': [{'name': 'main', 'resources': {'limits': {'cpu': '500m', 'memory': '1k'}}}],
        'ephemeralContainers': [{'name': 'debug'}]}\
      """;

  private static final String STATUS =
      """
      , 'status': {
        'observedGeneration': 3, 'phase': 'Running', 'qosClass': 'Burstable',
        'startTime': '2026-01-31T12:00:00Z', 'hostIP': '10.0.0.1',
        'conditions': [{'type': 'Ready', 'status': 'True'}],
        'resources': {'limits': {'cpu': '2'}},
        'initContainerStatuses': [{'name': 'init', 'containerID': 'cri-o://c0'}],
        'containerStatuses': [{'name': 'main', 'containerID': 'cri-o://c1',
          'state': {'running': {}}, 'resources': {'limits': {'cpu': '500m', 'memory': '1k'}}}],
        'ephemeralContainerStatuses': [
          {'name': 'debug', 'containerID': 'cri-o://c2', 'state': {'running': {}}}]}\
      """;

  private static final String KNOWN =
      "offline kubepods/burstable/poduid-web 2000 - DONE;"
          + " debug crio-c2 running - -;"
          + " init crio-c0 ended 100 -;"
          + " main crio-c1 running 500 1000";

  /**
   * Columns: what is replaced in the status of a pod that is known, by what; what changes of what
   * is known.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'observedGeneration': 3,            |                         | DONE > UNTOLD",
        "'phase': 'Running',                 |                         |",
        "'phase': 'Running',                 | 'phase': null,          |",
        "'qosClass': 'Burstable',            |                         |",
        "'qosClass': 'Burstable',            | 'qosClass': '',         |",
        "'startTime': '2026-01-31T12:00:00Z',|                         |",
        "'hostIP': '10.0.0.1',               |                         |",
        "'conditions':                       | 'x':                    |",
        "'resources': {'limits': {'cpu': '2'}}, |                      |",
        "'resources': {'limits': {'cpu': '2'}}, | 'resources': {},      |",
        "'initContainerStatuses'             | 'x'                     | init crio-c0 ended >",
        "'containerStatuses'                 | 'x'                     | main crio-c1 running >",
        "'ephemeralContainerStatuses'        | 'x'                     | debug crio-c2 running >",
        "'containerID': 'cri-o://c1',        |                         | main crio-c1 running >",
        "'containerID': 'cri-o://c1',        | 'containerID': '',      | main crio-c1 running >",
        "'state': {'running': {}},           |                         | main crio-c1 running >",
        "'state': {'running': {}},           | 'state': {},            | main crio-c1 running >",
        "{'limits': {'cpu': '500m', 'memory': '1k'}} | null            |",
        "{'limits': {'cpu': '500m', 'memory': '1k'}} | {}              |",
        "{'cpu': '500m', 'memory': '1k'}     | null                    |",
        "{'cpu': '500m', 'memory': '1k'}     | {}                      |",
        "{'cpu': '500m', 'memory': '1k'}     | {'memory': '1k'}        |",
        "{'cpu': '500m', 'memory': '1k'}     | {'cpu': '500m'}         |"
      })
  void absenceInTheStatusChangesNothingElse(String replaced, String by, String change)
      throws IOException {
    assertTrue(STATUS.contains(replaced), replaced);
    String status = STATUS.replace(replaced, by == null ? "" : by);

    assertEquals(expected(change), changed(SPEC, status));
  }

  /** A container that is not running, for all that is known, is not waited for. */
  private static String expected(String change) {
    if (change == null) {
      return KNOWN;
    }
    String[] parts = change.split(">", -1);
    String from = parts[0].strip();
    String to = parts[1].strip();
    return KNOWN.replace(from, to.isEmpty() ? from.replace("running", "ended") : to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'resources': {'limits': {'cpu': '2'}}                    | 'resources': 'x'",
        "'containers':                                            | 'x':",
        "'resources': {'limits': {'cpu': '500m', 'memory': '1k'}} | 'resources': 'x'",
        "'ephemeralContainers':                                   | 'x':"
      })
  void specThatSaysNothingChangesNothing(String replaced, String by) throws IOException {
    assertTrue(SPEC.contains(replaced), replaced);
    String spec = SPEC.replace(replaced, by);
    String silent = STATUS.replace("{'cpu': '500m', 'memory': '1k'}", "{}");

    assertEquals(KNOWN, changed(spec, silent));
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "true, true"})
  void wholePartsThatAreMissingChangeNothing(boolean withoutSpec, boolean withoutStatus)
      throws IOException {
    assertEquals(KNOWN, changed(withoutSpec ? "" : SPEC, withoutStatus ? "" : STATUS));
  }

  private static String changed(String spec, String status) throws IOException {
    ReadPods pods = new ReadPods(KubepodsLayout.CGROUPFS, "none/such");
    assertEquals(KNOWN, text(pods.read("web", METADATA, SPEC, STATUS)));
    return text(pods.read("web", METADATA, spec, status));
  }

  private static String text(Pod pod) {
    String containers =
        pod.containers().stream()
            .map(AbsentFieldsTest::text)
            .sorted()
            .collect(Collectors.joining(";"));
    return (pod.offline() ? "offline " : "online ")
        + pod.cgroupPath()
        + text(pod.limits())
        + " "
        + pod.resize()
        + ";"
        + containers;
  }

  private static String text(Container container) {
    return " "
        + container.name()
        + container
            .cgroupPath()
            .substring(container.cgroupPath().lastIndexOf('/'))
            .replace('/', ' ')
        + (container.running() ? " running" : " ended")
        + text(container.limits());
  }

  private static String text(ResourceLimits limits) {
    return List.of(limits.cpuMillicores(), limits.memoryBytes()).stream()
        .map(AbsentFieldsTest::text)
        .collect(Collectors.joining());
  }

  private static String text(Limit limit) {
    return !limit.isKnown() ? " ?" : limit.isNone() ? " -" : " " + limit.amount().getAsLong();
  }
}
