package io.rubik.kube.credentials;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the credentials: the file that KUBECONFIG names, else /etc/rubik/kubeconfig, else the
 * service account of the pod.
 */
final class CredentialsLocator {

  private static final String DEFAULT_KUBECONFIG = "/etc/rubik/kubeconfig";

  private final Map<String, String> environment;

  CredentialsLocator(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Reads the first that exist; the files remember what was read and looked for. */
  Access locate(HostFiles files) throws CredentialsException {
    List<String> named = named();
    if (named.size() > 1) {
      throw new CredentialsException(
          "KUBECONFIG names " + named.size() + " files; rubik reads one: name the one to use");
    }
    if (named.size() == 1) {
      Path path = files.resolve(named.getFirst());
      if (!files.exists(path)) {
        throw new CredentialsException(
            "KUBECONFIG names " + path + ", which does not exist: put the kubeconfig there");
      }
      return new Kubeconfig(files, path, environment).access();
    }
    Path standard = files.resolve(DEFAULT_KUBECONFIG);
    if (files.exists(standard)) {
      return new Kubeconfig(files, standard, environment).access();
    }
    return ServiceAccount.access(files, environment)
        .orElseThrow(() ->
            new CredentialsException(
                "no API server credentials: KUBECONFIG is not set, "
                    + standard
                    + " does not exist, and KUBERNETES_SERVICE_HOST is not set as it is in a pod;"
                    + " put a kubeconfig there or set KUBECONFIG"));
  }

  private List<String> named() {
    List<String> paths = new ArrayList<>();
    for (String path : List.of(environment.getOrDefault("KUBECONFIG", "").split(":", -1))) {
      if (!path.isBlank()) {
        paths.add(path);
      }
    }
    return paths;
  }
}
