package io.rubik.kube.http;

import io.rubik.kube.credentials.ProxyAddress;
import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Shows the proxy's user and password with the first request, and does not insist. */
final class ProxyLogin implements Authenticator {

  /** The scheme by which the client asks before it sends. */
  private static final String BEFOREHAND = "OkHttp-Preemptive";

  private final ProxyAddress proxy;

  ProxyLogin(ProxyAddress proxy) {
    this.proxy = proxy;
  }

  /** Fails when the proxy has refused what was shown, or wants what the kubeconfig has not. */
  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws ProxyException {
    if (response.challenges().stream().anyMatch(asked -> asked.scheme().equals(BEFOREHAND))) {
      Request request = response.request();
      return proxy
          .authorization()
          .map(login -> request.newBuilder().header("Proxy-Authorization", login.value()).build())
          .orElse(null);
    }
    throw ProxyException.unauthorized(proxy);
  }
}
