package io.rubik.kube.credentials;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The credentials that Kubernetes mounts into a pod. */
final class ServiceAccount {

  private static final String DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount/";

  private ServiceAccount() {}

  /** Returns the service account's access, empty outside a pod; fails without its files. */
  static Optional<Access> access(HostFiles files, Map<String, String> environment)
      throws CredentialsException {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String origin = "the service account";
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    Path ca = files.resolve(DIRECTORY + "ca.crt");
    Path token = files.resolve(DIRECTORY + "token");
    String server =
        ServerUrl.check(
            "https://" + bracketed + ":" + port,
            "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT");
    return Optional.of(
        new Access(
            origin,
            server,
            Trust.of(files.read(ca), ca.toString()),
            Optional.empty(),
            EnvironmentProxy.of(environment, server),
            Optional.of(BearerToken.parse(files.read(token), token.toString())),
            Optional.empty(),
            Optional.empty()));
  }
}
