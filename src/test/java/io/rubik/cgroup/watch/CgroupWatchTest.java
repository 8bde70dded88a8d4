package io.rubik.cgroup.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.kubepods.KubepodsDriver;
import io.rubik.cgroup.kubepods.KubepodsLayout;
import io.rubik.cgroup.kubepods.PodId;
import io.rubik.cgroup.kubepods.QosClass;
import io.rubik.daemon.Eventually;
import io.rubik.host.HostPaths;
import io.rubik.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The watch on directories of this machine, with the events of its kernel. */
class CgroupWatchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> HIERARCHIES = List.of("cpu", "memory");
  private static final KubepodsLayout CGROUPFS = KubepodsLayout.CGROUPFS;

  @TempDir private Path root;
  private final List<String> reported = new CopyOnWriteArrayList<>();
  private Optional<CgroupWatch> watch = Optional.empty();
  private int ends;

  @BeforeEach
  void makeHierarchies() throws IOException {
    for (String hierarchy : HIERARCHIES) {
      Files.createFile(Files.createDirectory(root.resolve(hierarchy)).resolve("cgroup.procs"));
    }
  }

  @AfterEach
  void close() {
    watch.ifPresent(CgroupWatch::close);
  }

  private void start(KubepodsLayout layout) throws IOException {
    start(layout, reported::add);
  }

  private void start(KubepodsLayout layout, Consumer<String> podAppeared) throws IOException {
    watch =
        CgroupWatch.start(
            CgroupTree.detect(new HostPaths(root), root), layout, new Appearances(podAppeared));
    assertTrue(watch.isPresent());
  }

  /** Starts a watch that has got as far as a pod of each class. */
  private void startSettled(KubepodsLayout layout) throws IOException, TimeoutException {
    for (QosClass qosClass : QosClass.values()) {
      make("cpu", pod(layout, qosClass, "settled"));
    }
    start(layout);
    for (QosClass qosClass : QosClass.values()) {
      awaitWatched(pod(layout, qosClass, "settled"));
    }
  }

  /**
   * Makes containers until one is seen: the pod's directory is watched by then. What is still on
   * its way is waited for, and the record cleared.
   */
  private void awaitWatched(String pod) throws IOException, TimeoutException {
    reported.clear();
    int[] made = new int[1];
    Eventually.until(
        pod + " is watched",
        PATIENCE,
        () -> {
          make("cpu", pod + "/" + made[0]++);
          return reported.contains(pod);
        });
    for (int i = 0; i < 2; i++) { // the first may be reported before those on their way
      String next = pod.replaceFirst("(\\.slice)?$", "-after" + ends++ + "$1");
      make("cpu", next);
      awaitReport(next);
    }
    reported.clear();
  }

  private static String pod(KubepodsLayout layout, QosClass qosClass, String id) {
    return layout.podPath(qosClass, new PodId(id));
  }

  private void make(String hierarchy, String path) throws IOException {
    Files.createDirectories(root.resolve(hierarchy).resolve(path));
  }

  private void remove(String hierarchy, String path) throws IOException {
    Path directory = root.resolve(hierarchy).resolve(path);
    try (var children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        Files.delete(child);
      }
    }
    Files.delete(directory);
  }

  private void awaitReport(String pod) throws IOException, TimeoutException {
    Eventually.until(pod + " is reported", PATIENCE, () -> reported.contains(pod));
  }

  @ParameterizedTest
  @EnumSource
  void podOfEveryClassIsReportedInEveryHierarchy(KubepodsDriver driver) throws Exception {
    KubepodsLayout layout = KubepodsLayout.atTop(driver);
    startSettled(layout);

    for (QosClass qosClass : QosClass.values()) {
      for (String hierarchy : HIERARCHIES) {
        reported.clear();
        make(hierarchy, pod(layout, qosClass, "new-1"));
        awaitReport(pod(layout, qosClass, "new-1"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void containerIsReportedByItsPod(KubepodsDriver driver) throws Exception {
    KubepodsLayout layout = KubepodsLayout.atTop(driver);
    startSettled(layout);
    String pod = pod(layout, QosClass.BURSTABLE, "settled");

    make("cpu", pod + "/late");

    awaitReport(pod);
    assertEquals(Set.of(pod), Set.copyOf(reported));
  }

  @ParameterizedTest
  @EnumSource
  void kubepodsMayComeLate(KubepodsDriver driver) throws Exception {
    KubepodsLayout layout = KubepodsLayout.atTop(driver);
    start(layout);
    String pod = pod(layout, QosClass.BURSTABLE, "first");

    Files.createDirectory(root.resolve("cpu").resolve(layout.root()));
    Files.createDirectory(root.resolve("cpu").resolve(layout.classPath(QosClass.BURSTABLE)));
    Files.createDirectory(root.resolve("cpu").resolve(pod));

    awaitReport(pod);
  }

  /** Kubelet's --cgroup-root, which may come late as well. */
  @Test
  void podsFurtherDownAreReported() throws Exception {
    KubepodsLayout layout = KubepodsLayout.at("kubelet.slice/kubelet-kubepods.slice").orElseThrow();
    String pod = pod(layout, QosClass.BURSTABLE, "first");
    start(layout);

    Files.createDirectory(root.resolve("cpu/kubelet.slice"));
    Files.createDirectory(root.resolve("cpu").resolve(layout.root()));
    Files.createDirectory(root.resolve("cpu").resolve(layout.classPath(QosClass.BURSTABLE)));
    Files.createDirectory(root.resolve("cpu").resolve(pod));

    awaitReport(pod);
  }

  @Test
  void podsOfAPartitionAreReported() throws Exception {
    make("cpu", pod(CGROUPFS, QosClass.GUARANTEED, "settled"));
    start(CGROUPFS);
    awaitWatched(pod(CGROUPFS, QosClass.GUARANTEED, "settled"));

    make("cpu", "kubepods/system/burstable/podlate");

    awaitReport("kubepods/system/burstable/podlate");
  }

  @Test
  void classMayComeLate() throws Exception {
    make("cpu", pod(CGROUPFS, QosClass.GUARANTEED, "settled"));
    start(CGROUPFS);
    awaitWatched(pod(CGROUPFS, QosClass.GUARANTEED, "settled"));

    make("cpu", "kubepods/besteffort/podlate");

    awaitReport("kubepods/besteffort/podlate");
  }

  @Test
  void recreatedPodIsReportedAndItsContainersToo() throws Exception {
    startSettled(CGROUPFS);
    String pod = pod(CGROUPFS, QosClass.BURSTABLE, "settled");
    remove("cpu", pod);

    make("cpu", pod);
    awaitReport(pod);

    awaitWatched(pod);
  }

  @Test
  void recreatedKubepodsIsSeen() throws Exception {
    make("cpu", "kubepods/podone");
    start(CGROUPFS);
    awaitWatched("kubepods/podone");
    remove("cpu", "kubepods/podone");
    remove("cpu", "kubepods");

    make("cpu", "kubepods/podtwo");

    awaitReport("kubepods/podtwo");
  }

  /** Of a tree that is moved into place the kernel reports one directory. */
  @Test
  void cgroupsMadeBeforeTheirParentIsWatchedAreReported() throws Exception {
    start(CGROUPFS);
    Path aside = root.resolve("aside");
    Files.createDirectories(aside.resolve("burstable/podone/container"));
    Files.createDirectories(aside.resolve("podtwo"));

    Files.move(aside, root.resolve("cpu/kubepods"));

    awaitReport("kubepods/burstable/podone");
    awaitReport("kubepods/podtwo");
    awaitWatched("kubepods/burstable/podone");
  }

  @Test
  void podThatIsThereAtTheStartIsReported() throws Exception {
    make("memory", "kubepods/podearly");

    start(CGROUPFS);

    awaitReport("kubepods/podearly");
  }

  /**
   * The kernel's events of a directory are kept up to 512, then dropped and the loss is reported.
   */
  @Test
  void lostEventsAreFollowedByAScan() throws Exception {
    int pods = 2000;
    CompletableFuture<Void> entered = new CompletableFuture<>();
    CompletableFuture<Void> release = new CompletableFuture<>();
    make("cpu", "kubepods/podfirst");
    start(
        CGROUPFS,
        pod -> {
          reported.add(pod);
          if (pod.equals("kubepods/podblock")) {
            entered.complete(null);
            release.join();
          }
        });
    awaitWatched("kubepods/podfirst");
    make("cpu", "kubepods/podblock");
    entered.join();

    for (int i = 0; i < pods; i++) {
      make("cpu", "kubepods/pod" + i);
    }
    release.complete(null);

    Eventually.until(
        "all are reported",
        PATIENCE,
        () -> Set.copyOf(reported).stream().filter(p -> p.matches(".*pod\\d+")).count() == pods);
    awaitWatched("kubepods/pod" + (pods - 1));
  }

  /** As when cgroups are unmounted and mounted again. */
  @Test
  void hierarchyThatGoesAndComesIsWatchedAgain() throws Exception {
    make("cpu", "kubepods/podfirst");
    start(CGROUPFS);
    awaitWatched("kubepods/podfirst");
    try (LogCapture log = new LogCapture()) {
      Files.move(root.resolve("cpu"), root.resolve("aside"));
      PathUtils.deleteDirectory(root.resolve("aside"));
      log.await("was unmounted");

      make("cpu", "kubepods/podsecond");

      awaitReport("kubepods/podsecond");
      awaitWatched("kubepods/podsecond");
    }
  }

  @Test
  void otherNamesAreNotReported() throws Exception {
    startSettled(CGROUPFS);

    for (String other :
        List.of(
            "system.slice/pod1",
            "kubepods/oth.er/pod1",
            "kubepods/pod",
            "kubepods/pod..",
            "kubepods/burstable/pod\n",
            "kubepods/burstable/poda b",
            "kubepods/burstable/kubepods",
            "kubepods.slice/kubepods-pod1.slice")) {
      make("cpu", other);
    }
    Files.createFile(root.resolve("cpu/kubepods/burstable/file"));
    make("cpu", "kubepods/burstable/podlast");
    make("cpu", "kubepods/podlast");

    awaitReport("kubepods/burstable/podlast");
    awaitReport("kubepods/podlast");
    assertEquals(Set.of("kubepods/burstable/podlast", "kubepods/podlast"), Set.copyOf(reported));
  }

  /** A mistake in handling one pod must not leave the others unseen. */
  @Test
  void watchGoesOnAfterAFailure() throws Exception {
    make("cpu", "kubepods/podfirst");
    start(
        CGROUPFS,
        pod -> {
          reported.add(pod);
          if (pod.equals("kubepods/podbad")) {
            throw new IllegalStateException("expected by the test");
          }
        });
    awaitWatched("kubepods/podfirst");

    make("cpu", "kubepods/podbad");
    awaitReport("kubepods/podbad");
    make("cpu", "kubepods/podgood");

    awaitReport("kubepods/podgood");
  }

  @Test
  void closingEndsTheThread() throws Exception {
    start(CGROUPFS);
    assertTrue(watch.orElseThrow().isAlive());

    watch.orElseThrow().close();

    assertFalse(watch.orElseThrow().isAlive());
  }

  @Test
  void withoutInotifyThereIsNoWatchAndNoFailure() throws Exception {
    Path unwatched = NoInotify.over(root);
    CgroupTree tree = CgroupTree.detect(new HostPaths(unwatched), unwatched);

    assertTrue(CgroupWatch.start(tree, CGROUPFS, new Appearances(reported::add)).isEmpty());
  }
}
