package io.rubik.pod;

import java.util.List;
import java.util.Optional;

/** The pods of this node that have not ended. Any thread may read them. */
public interface Pods {

  /** Returns the pod of a UID, empty when there is none. */
  Optional<Pod> byUid(String uid);

  /** Returns the pod whose own cgroup has that path, empty when there is none. */
  Optional<Pod> byCgroup(String cgroupPath);

  /** Returns all pods there are at this moment. */
  List<Pod> all();

  /** Returns those that may be starved for online pods, as they are at this moment. */
  List<Pod> offline();

  /** Returns how many there are at this moment. */
  PodCount count();
}
