package io.rubik.kube.json;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.pod.Pod;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodKeys;
import io.rubik.pod.PodRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes pods known as the API server's JSON says, in which quotes may be single. */
public final class ReadPods {

  private final PodKeys keys;
  private final PodRegistry pods = new PodRegistry();
  private final PodAdmission admission;

  /** Knows no pod at first; of their annotations that one is read, beside rubik's own. */
  public ReadPods(KubepodsLayout layout, String annotation) {
    keys = PodKeys.with(List.of(annotation));
    admission = new PodAdmission(layout, pods, () -> 0);
  }

  /**
   * Has a pod with the UID {@code uid-name} made known, or changed, and returns it as it is known
   * then; the parts are the rest of its metadata, its spec and its status, with commas before.
   */
  public Pod read(String name, String metadata, String spec, String status) throws IOException {
    String pod =
        "{'metadata': {'namespace': 'default', 'name': '%1$s', 'uid': 'uid-%1$s'%2$s}%3$s%4$s}"
            .formatted(name, metadata, spec, status);
    String list =
        "{'kind': 'PodList', 'metadata': {'resourceVersion': '1'}, 'items': [" + pod + "]}";
    byte[] bytes = list.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    PodListReader.read(new ByteArrayInputStream(bytes), keys).pods().forEach(admission::put);
    return pods.byUid("uid-" + name).orElseThrow();
  }
}
