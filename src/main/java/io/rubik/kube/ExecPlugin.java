package io.rubik.kube;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A credential plug-in of a kubeconfig: a program that prints a token or a client certificate.
 *
 * @param command program and arguments
 * @param environment all of the program's, KUBERNETES_EXEC_INFO included
 * @param installHint what the kubeconfig says about getting the program, or nothing
 */
record ExecPlugin(
    String apiVersion, List<String> command, Map<String, String> environment, String installHint) {

  private static final Set<String> API_VERSIONS =
      Set.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");

  /** Copies the collections. */
  ExecPlugin {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** What a plug-in may be told of the cluster. */
  record Cluster(String server, Optional<String> tlsServerName, Optional<String> ca) {}

  /** Reads the section {@code exec} of a user; a command with a slash is a path to be resolved. */
  static ExecPlugin from(
      YamlSection exec,
      UnaryOperator<String> resolve,
      Map<String, String> inherited,
      Cluster cluster)
      throws CredentialsException {
    String apiVersion = exec.text("apiVersion").orElse("");
    if (!API_VERSIONS.contains(apiVersion)) {
      throw new CredentialsException(
          exec.name("apiVersion") + " is none of " + String.join(", ", API_VERSIONS));
    }
    if (exec.text("interactiveMode").filter("Always"::equals).isPresent()) {
      throw new CredentialsException(
          exec.name("interactiveMode") + " Always: rubik has no terminal to ask at");
    }
    String program =
        exec.text("command")
            .orElseThrow(() -> new CredentialsException(exec.name("command") + " is missing"));
    List<String> command = new ArrayList<>();
    command.add(program.contains("/") ? resolve.apply(program) : program);
    command.addAll(exec.texts("args"));
    Map<String, String> environment = new HashMap<>(inherited);
    for (YamlSection variable : exec.sections("env")) {
      String name = variable.text("name").orElse("");
      if (name.isEmpty() || name.contains("=")) {
        throw new CredentialsException(variable.name("name") + " is no name of a variable");
      }
      environment.put(name, variable.text("value").orElse(""));
    }
    environment.put(
        "KUBERNETES_EXEC_INFO",
        info(
            apiVersion, exec.flag("provideClusterInfo") ? Optional.of(cluster) : Optional.empty()));
    return new ExecPlugin(apiVersion, command, environment, exec.text("installHint").orElse(""));
  }

  /** Returns the program alone: arguments and environment may hold secrets. */
  @Override
  public String toString() {
    return command.getFirst();
  }

  private static String info(String apiVersion, Optional<Cluster> cluster) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("apiVersion").value(apiVersion);
      json.name("kind").value("ExecCredential");
      json.name("spec").beginObject();
      json.name("interactive").value(false);
      if (cluster.isPresent()) {
        write(json, cluster.get());
      }
      json.endObject().endObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void write(JsonWriter json, Cluster cluster) throws IOException {
    json.name("cluster").beginObject();
    json.name("server").value(cluster.server());
    if (cluster.tlsServerName().isPresent()) {
      json.name("tls-server-name").value(cluster.tlsServerName().get());
    }
    if (cluster.ca().isPresent()) {
      byte[] ca = cluster.ca().get().getBytes(StandardCharsets.ISO_8859_1);
      json.name("certificate-authority-data").value(Base64.getEncoder().encodeToString(ca));
    }
    json.endObject();
  }
}
