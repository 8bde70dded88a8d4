package io.rubik.kube;

import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.kube.http.ApiServer;
import io.rubik.loop.Ticker;
import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that uses this package as the agent does, for {@link LeanClientIT}. */
final class LeanClientProbe {

  private LeanClientProbe() {}

  /** Lists and watches with the credentials of each of the host roots given. */
  public static void main(String[] roots) throws Exception {
    for (String root : roots) {
      System.out.println(Path.of(root).getFileName() + ": " + result(Path.of(root)));
    }
  }

  private static String result(Path root) throws Exception {
    CountDownLatch added = new CountDownLatch(1);
    CountDownLatch removed = new CountDownLatch(1);
    PodRegistry pods = new PodRegistry();
    pods.subscribe(uid -> (pods.byUid(uid).isPresent() ? added : removed).countDown());
    PodAdmission admission =
        new PodAdmission(KubepodsLayout.SYSTEMD, _ -> Set.of(), pods, Ticker.system());
    CountDownLatch complete = new CountDownLatch(1);
    try (ApiServer server = ApiServer.connect(root, Map.of(), "probe");
        PodInformer informer =
            new PodInformer(
                server, new NodeName("n1"), PodFixture.KEYS, admission, complete::countDown)) {
      informer.start();
      int patience = root.getFileName().toString().startsWith("wrong") ? 1 : 30;
      boolean isComplete = complete.await(patience, TimeUnit.SECONDS);
      boolean seen = isComplete && added.await(30, TimeUnit.SECONDS);
      return "list " + isComplete + ", watch " + (seen && removed.await(30, TimeUnit.SECONDS));
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }
}
