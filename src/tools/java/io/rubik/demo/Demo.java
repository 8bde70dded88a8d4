package io.rubik.demo;

import com.google.gson.JsonObject;
import io.rubik.daemon.RubikProcess;
import io.rubik.daemon.ScratchNode;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.standin.PodJson;
import io.rubik.standin.PodJson.ContainerState;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows rubik at work on a node simulated in a directory, against the stand-in API server:
 *
 * <pre>
 * Demo DIRECTORY [--keep]
 * </pre>
 *
 * The exit status is 0 only when every claim was found true.
 */
public final class Demo {

  private static final String NODE = "demo-node";
  private static final String PREEMPTABLE = "volcano.sh/preemptable";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration RECONCILE = Duration.ofSeconds(40);

  private final Account account = new Account(System.out);
  private final Path directory;
  private final StandInServer server;
  private final ScratchNode node;
  private final SimulatedKubelet kubelet;

  private Demo(Path directory, StandInServer server) throws IOException {
    this.directory = directory;
    this.server = server;
    this.node = ScratchNode.create(Files.createDirectories(directory.resolve("root")), NODE);
    this.kubelet = new SimulatedKubelet(node, NODE, server.pods());
    node.config(
        """
        {
          "agent": {"enabledFeatures": ["preemption"]},
          "preemption": {"resource": ["cpu", "memory"]}
        }
        """);
    node.kubeconfig(server.kubeconfig().withToken(server.token()));
  }

  /** Runs the demonstration. */
  public static void main(String[] arguments) throws Exception {
    boolean keep = List.of(arguments).contains("--keep");
    try (StandInServer server = StandInServer.start()) {
      Demo demo = new Demo(Path.of(arguments[0]), server);
      boolean allTrue = keep ? demo.keep() : demo.play();
      System.exit(allTrue ? 0 : 1);
    }
  }

  private boolean play() throws Exception {
    addFirstPods();
    account.scene("A node without rubik: three pods, equal to the kernel");
    account.print(table());
    try (RubikProcess rubik = startRubik()) {
      marksExistingPods(rubik);
      Map<Path, FileTime> online = onlineFiles();
      marksANewPod();
      followsAnAnnotation();
      marksARestartedContainer();
      refusesToRaise(rubik);
      forgetsADeletedPod();
      restoresLevelsSetByOthers();
      doesNotTouchOnlinePods(online);
      stops(rubik);
    }
    return account.close();
  }

  private void addFirstPods() throws IOException {
    add("web", "Burstable", false);
    add("api", "Guaranteed", false);
    add("batch", "BestEffort", true);
  }

  private void add(String name, String qosClass, boolean offline) throws IOException {
    PodJson pod =
        PodJson.pod("default", name)
            .node(NODE)
            .qos(qosClass)
            .container("main", "", ContainerState.WAITING);
    if (offline) {
      pod.annotation(PREEMPTABLE, "true");
    }
    server.pods().put(pod);
    kubelet.sync();
    kubelet.sync();
  }

  private RubikProcess startRubik() throws IOException {
    account.scene("Rubik starts, as the packaged program, with this node as its root");
    account.print("RUBIK_ROOT=" + node.root());
    account.print(Files.readString(node.root().resolve("etc/rubik/config.json")));
    return RubikProcess.start(node, directory.resolve("rubik.out")).endingWithThisProcess();
  }

  private void marksExistingPods(RubikProcess rubik) throws IOException {
    account.claim("rubik logs that it is ready", SOON, () -> logs(rubik, "ready: "));
    account.claim("the offline pod batch has level -1 throughout", SOON, () -> is("batch", "-1"));
    account.claim("the online pods web and api have level 0", SOON, this::onlinePodsAreOnline);
    account.print(table());
  }

  private boolean onlinePodsAreOnline() throws IOException {
    return is("web", "0") && is("api", "0");
  }

  private void marksANewPod() throws IOException {
    account.scene("The offline pod report is created");
    add("report", "Burstable", true);
    account.claim("report has level -1 throughout", SOON, () -> is("report", "-1"));
  }

  private void followsAnAnnotation() throws IOException {
    account.scene("The running pod web is annotated " + PREEMPTABLE + "=true");
    annotate("web", "true");
    account.claim("web has level -1 throughout", SOON, () -> is("web", "-1"));
  }

  private void annotate(String name, String value) {
    server
        .pods()
        .update(
            "default",
            name,
            pod -> {
              JsonObject metadata = pod.getAsJsonObject("metadata");
              if (!metadata.has("annotations")) {
                metadata.add("annotations", new JsonObject());
              }
              metadata.getAsJsonObject("annotations").addProperty(PREEMPTABLE, value);
              return pod;
            });
  }

  private void marksARestartedContainer() throws IOException {
    account.scene("The container of batch restarts: a new ID, a new cgroup");
    JsonObject restarted =
        SimulatedKubelet.withContainers(
            server.pods().get("default", "batch").orElseThrow().deepCopy());
    for (String id : SimulatedKubelet.runningContainers(restarted)) {
      String path = SimulatedKubelet.podPath(restarted) + "/" + id;
      node.makeCgroup(path);
      node.setLevel(path, "0");
    }
    server.pods().put(restarted);
    kubelet.sync();
    account.claim("batch has level -1 throughout", SOON, () -> is("batch", "-1"));
  }

  private void refusesToRaise(RubikProcess rubik) throws IOException {
    account.scene("web is annotated back: the kernel forbids it, and rubik logs an error");
    annotate("web", "false");
    account.claim(
        "rubik logs that web cannot become online again",
        SOON,
        () -> logs(rubik, "an offline pod cannot become online again"));
    account.claim("web still has level -1", SOON, () -> is("web", "-1"));
  }

  private void forgetsADeletedPod() throws IOException {
    account.scene("The pod report is deleted");
    server.pods().delete("default", "report");
    kubelet.sync();
    account.print(table());
  }

  private void restoresLevelsSetByOthers() throws IOException {
    account.scene("Another process writes 0 into files of batch; every pod is checked every 30 s");
    String path = cgroups("batch").getFirst();
    node.setLevel(path, "0");
    account.print("echo 0 > " + node.levelFile("cpu", path));
    account.print("echo 0 > " + node.levelFile("memory", path));
    account.claim("batch has level -1 throughout again", RECONCILE, () -> is("batch", "-1"));
  }

  private void doesNotTouchOnlinePods(Map<Path, FileTime> before) throws IOException {
    account.scene("The online pod api");
    account.claim("none of its files was written, not even once", SOON, () -> unchanged(before));
  }

  private void stops(RubikProcess rubik) throws Exception {
    account.scene("Rubik is stopped by SIGTERM");
    int status = rubik.stop();
    account.claim("it exits with 0, and did with " + status, SOON, () -> status == 0);
    account.claim("offline pods keep their level", SOON, () -> is("batch", "-1"));
    account.scene("The log of rubik");
    account.print(rubik.output());
  }

  private boolean keep() throws Exception {
    addFirstPods();
    try (RubikProcess rubik = startRubik()) {
      Thread.ofPlatform().daemon().start(kubelet::play);
      account.claim("rubik logs that it is ready", SOON, () -> logs(rubik, "ready: "));
      account.print(table());
      Path kubeconfig = node.root().resolve("etc/rubik/kubeconfig");
      account.scene("It keeps running; stop it with Ctrl-C. Meanwhile, in another terminal:");
      account.print(
          """
          export KUBECONFIG=%s
          kubectl get pods
          kubectl annotate pod web %s=true
          kubectl delete pod batch
          kubectl run job --image=x --annotations=%s=true --overrides='{"spec":{"nodeName":"%s"}}'
          cd %s && grep -r . --include='*.qos_level' .
          tail -f %s
          """
              .formatted(
                  kubeconfig,
                  PREEMPTABLE,
                  PREEMPTABLE,
                  NODE,
                  node.root().resolve("sys/fs/cgroup"),
                  directory.resolve("rubik.out")));
      account.print("Without kubectl:");
      account.print(
          """
          curl -k -X PATCH -H 'Authorization: Bearer %s' \\
            -H 'Content-Type: application/merge-patch+json' \\
            -d '{"metadata":{"annotations":{"%s":"true"}}}' \\
            %s/api/v1/namespaces/default/pods/web
          """
              .formatted(server.token(), PREEMPTABLE, server.url()));
      return rubik.end() == 0;
    }
  }

  private static boolean logs(RubikProcess rubik, String text) throws IOException {
    return rubik.output().contains(text);
  }

  private boolean is(String name, String level) throws IOException {
    for (String path : cgroups(name)) {
      if (!level(path).equals(level) || !node.level("memory", path).equals(level)) {
        return false;
      }
    }
    return true;
  }

  private String level(String path) {
    return node.level("cpu", path);
  }

  /** Returns the cgroups of a pod and its containers. */
  private List<String> cgroups(String name) {
    JsonObject pod = server.pods().get("default", name).orElseThrow();
    List<String> paths = new ArrayList<>();
    paths.add(SimulatedKubelet.podPath(pod));
    for (String container : SimulatedKubelet.runningContainers(pod)) {
      paths.add(SimulatedKubelet.podPath(pod) + "/" + container);
    }
    return paths;
  }

  private Map<Path, FileTime> onlineFiles() throws IOException {
    Map<Path, FileTime> files = new TreeMap<>();
    for (String path : cgroups("api")) {
      for (String controller : ScratchNode.LEVEL_FILES.keySet()) {
        Path file = node.levelFile(controller, path);
        files.put(file, Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  private static boolean unchanged(Map<Path, FileTime> before) throws IOException {
    for (Map.Entry<Path, FileTime> file : before.entrySet()) {
      if (!Files.getLastModifiedTime(file.getKey()).equals(file.getValue())) {
        return false;
      }
    }
    return true;
  }

  private String table() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("%-8s %-8s %-13s %-16s %s%n".formatted("pod", "kind", "cpu", "memory", "cgroup"));
    for (JsonObject pod : server.pods().all()) {
      String name = pod.getAsJsonObject("metadata").get("name").getAsString();
      boolean offline =
          pod.getAsJsonObject("metadata").toString().contains(PREEMPTABLE + "\":\"true");
      for (String path : cgroups(name)) {
        table.append(
            "%-8s %-8s qos_level %-3s qos_level %-6s %s%n"
                .formatted(
                    name,
                    offline ? "offline" : "online",
                    level(path),
                    node.level("memory", path),
                    path.replaceAll("[0-9a-f]{56}$", "...")));
      }
    }
    return table.toString();
  }
}
