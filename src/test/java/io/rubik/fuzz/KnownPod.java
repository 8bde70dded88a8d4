package io.rubik.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import io.rubik.testing.CgroupFixture;
import java.util.List;

/** A sound pod, of which it is known what its cgroups must have. */
record KnownPod(String name, String uid, boolean offline, String container) {

  private static final String QOS = "burstable";

  /** Makes its cgroups. */
  void appear(CgroupFixture node) {
    node.pod(QOS, uid, container);
  }

  /** Returns it as the API server would show it. */
  String json() {
    return PodJson.pod("known", name)
        .uid(uid)
        .node("node")
        .qos("Burstable")
        .annotation("volcano.sh/preemptable", offline ? "true" : "false")
        .container("main", "containerd://" + container, ContainerState.RUNNING)
        .build()
        .toString();
  }

  /** Returns pods that would have its cgroup, or one that could be taken for it. */
  List<String> rivals() {
    String hash =
        ", 'kubernetes.io/config.hash': '"
            + uid
            + "', 'kubernetes.io/config.mirror': '"
            + uid
            + "'";
    return List.of(
        rival("hash", "a", hash),
        rival("same", uid, ""),
        rival("underscore", uid.replace('-', '_'), ""),
        rival("slash", uid + "/", ""),
        rival("up", "x/../" + uid, ""),
        rival("child", uid + "/" + container, ""));
  }

  private static String rival(String name, String uid, String annotations) {
    return """
    {
      'metadata': {
        'namespace': 'rival', 'name': '%s', 'uid': '%s',
        'annotations': {'volcano.sh/preemptable': 'true'%s}
      },
      'status': {'phase': 'Running', 'qosClass': 'Burstable'}
    }
    """
        .formatted(name, uid, annotations)
        .replace('\'', '"');
  }

  /** Fails unless its levels are as they must be. */
  void check(CgroupFixture node) {
    String expected = offline ? "-1" : "0";
    for (String controller : List.of("cpu", "memory")) {
      for (String path : List.of(node.podPath(QOS, uid), node.containerPath(QOS, uid, container))) {
        assertEquals(expected, node.read(controller, path, controller + ".qos_level"), path);
      }
    }
  }
}
