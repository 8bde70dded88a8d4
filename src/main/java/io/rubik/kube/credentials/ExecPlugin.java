package io.rubik.kube.credentials;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A credential plug-in of a kubeconfig: a program that prints a token or a client certificate.
 *
 * @param command program and arguments
 * @param environment the whole environment, KUBERNETES_EXEC_INFO included
 * @param installHint how to get the program, or empty
 */
record ExecPlugin(
    String apiVersion, List<String> command, Map<String, String> environment, String installHint) {

  private static final List<String> API_VERSIONS =
      List.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");

  /** Copies the collections. */
  ExecPlugin {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Reads the section {@code exec} of a user; a command with a slash is a path, and resolved. */
  static ExecPlugin from(
      YamlSection exec,
      UnaryOperator<String> resolve,
      Map<String, String> inherited,
      ExecInfo.Cluster cluster)
      throws CredentialsException {
    String apiVersion = exec.text("apiVersion").orElse("");
    if (!API_VERSIONS.contains(apiVersion)) {
      throw new CredentialsException(
          exec.name("apiVersion") + " is not one of " + String.join(", ", API_VERSIONS));
    }
    if (exec.text("interactiveMode").filter("Always"::equals).isPresent()) {
      throw new CredentialsException(
          exec.name("interactiveMode") + " Always is not supported: rubik has no terminal");
    }
    Map<String, String> environment = new HashMap<>(inherited);
    environment.putAll(variables(exec));
    ExecInfo info =
        new ExecInfo(
            apiVersion, exec.flag("provideClusterInfo") ? Optional.of(cluster) : Optional.empty());
    environment.put("KUBERNETES_EXEC_INFO", info.json());
    return new ExecPlugin(
        apiVersion, command(exec, resolve), environment, exec.text("installHint").orElse(""));
  }

  /** Returns the program only: arguments and environment may hold secrets. */
  @Override
  public String toString() {
    return command.getFirst();
  }

  private static List<String> command(YamlSection exec, UnaryOperator<String> resolve)
      throws CredentialsException {
    String program =
        exec.text("command")
            .orElseThrow(() -> new CredentialsException(exec.name("command") + " is missing"));
    List<String> command = new ArrayList<>();
    command.add(program.contains("/") ? resolve.apply(program) : program);
    command.addAll(exec.texts("args"));
    return command;
  }

  private static Map<String, String> variables(YamlSection exec) throws CredentialsException {
    Map<String, String> variables = new HashMap<>();
    for (YamlSection variable : exec.sections("env")) {
      String name = variable.text("name").orElse("");
      if (name.isEmpty() || name.contains("=")) {
        throw new CredentialsException(variable.name("name") + " is not a variable name");
      }
      variables.put(name, variable.text("value").orElse(""));
    }
    return variables;
  }
}
