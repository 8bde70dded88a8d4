package io.rubik.kube.credentials;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The proxy that the environment names, as kubectl and kubelet find it: {@code HTTPS_PROXY} or
 * {@code https_proxy}, unless {@code NO_PROXY} or {@code no_proxy} has the server.
 */
final class EnvironmentProxy {

  private EnvironmentProxy() {}

  /** Returns the proxy for a server, empty when there is none; fails when it cannot be used. */
  static Optional<ProxyAddress> of(Map<String, String> environment, String server)
      throws CredentialsException {
    for (String name : List.of("HTTPS_PROXY", "https_proxy")) {
      String url = environment.getOrDefault(name, "").strip();
      if (!url.isEmpty()) {
        HttpUrl target = HttpUrl.get(server);
        return noProxy(environment).covers(target.host(), target.port())
            ? Optional.empty()
            : Optional.of(ProxyAddress.parse(url, name));
      }
    }
    return Optional.empty();
  }

  private static NoProxy noProxy(Map<String, String> environment) {
    String upper = environment.getOrDefault("NO_PROXY", "");
    return NoProxy.parse(upper.isEmpty() ? environment.getOrDefault("no_proxy", "") : upper);
  }
}
