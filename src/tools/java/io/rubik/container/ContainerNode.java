package io.rubik.container;

import com.google.gson.JsonObject;
import io.rubik.container.DaemonSetTemplate.Mount;
import io.rubik.daemon.ScratchNode;
import io.rubik.daemon.SimulatedKubelet;
import io.rubik.standin.PodJson;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cluster of one node for {@code scripts/test-container.sh}, which plays the container runtime:
 *
 * <pre>
 * ContainerNode DIRECTORY NODE
 * </pre>
 *
 * It writes what kubelet would hand to the runtime for the DaemonSet's pod, prints "ready", and
 * keeps the cgroups of the node's pods until it is killed.
 *
 * <pre>
 * DIRECTORY/root         the node: sys/fs/cgroup and what rubik leaves on it
 * DIRECTORY/mounts       lines of source, target and ro or rw
 * DIRECTORY/env          lines of NAME=value
 * DIRECTORY/options      lines of options of docker run and podman run
 * DIRECTORY/config       the ConfigMap's volume
 * DIRECTORY/kubeconfig   for kubectl
 * DIRECTORY/pods         lines of a pod's name and its cgroup
 * </pre>
 */
public final class ContainerNode {

  private static final String SECRETS = "/var/run/secrets/kubernetes.io/serviceaccount";

  private final Path directory;
  private final String nodeName;
  private final StandInServer server;
  private final ScratchNode node;
  private final DaemonSetTemplate template;

  private ContainerNode(Path directory, String nodeName, StandInServer server) throws IOException {
    this.directory = directory;
    this.nodeName = nodeName;
    this.server = server;
    this.node = ScratchNode.create(Files.createDirectories(directory.resolve("root")), nodeName);
    this.template = DaemonSetTemplate.read();
  }

  /** Runs the node. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: ContainerNode DIRECTORY NODE");
      System.exit(2);
    }
    try (StandInServer server = StandInServer.start()) {
      ContainerNode node = new ContainerNode(Path.of(arguments[0]), arguments[1], server);
      node.write("kubeconfig", server.kubeconfig().withToken(server.token()));
      node.writePod();
      SimulatedKubelet kubelet = new SimulatedKubelet(node.node, arguments[1], server.pods());
      node.addPods();
      kubelet.sync();
      System.out.println("ready");
      kubelet.play();
    }
  }

  private void writePod() throws IOException {
    write("env", environment());
    write("options", String.join("\n", options()) + "\n");
    Path config = directory.resolve("config");
    project(config, Map.of("config.json", template.config()));
    Path secrets = directory.resolve("serviceaccount");
    project(secrets, Map.of("token", server.token(), "ca.crt", server.certificates().caPem()));
    List<String> mounts = new ArrayList<>();
    for (Mount mount : template.mounts()) {
      Path source = mount.hostPath().isEmpty() ? config : hostPath(mount);
      mounts.add(line(source, mount.mountPath(), mount.readOnly()));
    }
    mounts.add(line(secrets, SECRETS, true));
    write("mounts", String.join("", mounts));
  }

  private String environment() {
    URI url = URI.create(server.url());
    return """
    RUBIK_NODE_NAME=%s
    KUBERNETES_SERVICE_HOST=%s
    KUBERNETES_SERVICE_PORT=%d
    """
        .formatted(nodeName, url.getHost(), url.getPort());
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    template
        .texts("securityContext.capabilities.drop")
        .forEach(c -> options.add("--cap-drop=" + c));
    template.texts("securityContext.capabilities.add").forEach(c -> options.add("--cap-add=" + c));
    options.add("--read-only=" + template.container("securityContext.readOnlyRootFilesystem"));
    options.add("--privileged=" + template.container("securityContext.privileged"));
    options.add(
        "--user="
            + template.container("securityContext.runAsUser")
            + ":"
            + template.container("securityContext.runAsGroup"));
    String memory = (String) template.container("resources.limits.memory");
    options.add("--memory=" + memory.replaceFirst("Mi$", "m"));
    if (template.pod("hostPID").equals(true)) {
      options.add("--pid=host");
    }
    return options;
  }

  /** The node's devices are this machine's: a directory of ordinary files would have none. */
  private Path hostPath(Mount mount) throws IOException {
    if (mount.hostPath().equals("/dev")) {
      return Path.of("/dev");
    }
    Path path = node.root().resolve(mount.hostPath().substring(1));
    if (mount.type().equals("DirectoryOrCreate")) {
      Files.createDirectories(path);
    }
    return path;
  }

  /** Writes a volume as kubelet does: each file is a link into a directory that can be replaced. */
  private static void project(Path volume, Map<String, String> files) throws IOException {
    Path data = Files.createDirectories(volume.resolve("..2026_01_31"));
    Files.createSymbolicLink(volume.resolve("..data"), data.getFileName());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(data.resolve(file.getKey()), file.getValue());
      Files.createSymbolicLink(
          volume.resolve(file.getKey()), Path.of("..data").resolve(file.getKey()));
    }
  }

  private void addPods() throws IOException {
    String pods = "";
    for (String name : List.of("web", "batch")) {
      PodJson pod = PodJson.pod("default", name).node(nodeName).running("main-" + name).fullSize();
      if (name.equals("batch")) {
        pod.annotation("volcano.sh/preemptable", "true");
      }
      JsonObject stored = server.pods().put(pod);
      pods += name + " " + SimulatedKubelet.podPath(stored) + "\n";
    }
    write("pods", pods);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static String line(Path source, String target, boolean readOnly) {
    return source + " " + target + " " + (readOnly ? "ro" : "rw") + "\n";
  }
}
