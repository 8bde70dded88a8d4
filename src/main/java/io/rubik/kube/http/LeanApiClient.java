package io.rubik.kube.http;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import java.lang.reflect.Type;
import java.util.HashMap;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes client without its JSON layer, which would load some 760 model classes and fail on
 * a field of a newer API server. The client builds requests; rubik reads the response bodies.
 */
final class LeanApiClient extends ApiClient {

  LeanApiClient(OkHttpClient http, String server, String userAgent) {
    super(http);
    setBasePath(server);
    setUserAgent(userAgent);
  }

  /** Does what the client's own does, except {@code new JSON()}; called by its constructor. */
  @Override
  protected void init() {
    verifyingSsl = true;
    authentications = new HashMap<>();
  }

  /** Always fails: responses are read as streams. */
  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // the signature is the client's
  public <T> @Nullable T deserialize(Response response, Type type) throws ApiException {
    throw new ApiException("responses are read as streams");
  }
}
