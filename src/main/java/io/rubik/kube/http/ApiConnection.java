package io.rubik.kube.http;

import io.kubernetes.client.openapi.ApiException;
import io.rubik.kube.credentials.Credentials;
import io.rubik.kube.credentials.ProxyAddress;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;

/** A client with the credentials read at one moment. */
final class ApiConnection {

  private static final String[] BEARER = {"BearerToken"};

  private final Credentials credentials;
  private final LeanApiClient client;
  private final Timeouts timeouts;

  ApiConnection(Credentials credentials, LeanApiClient client, Timeouts timeouts) {
    this.credentials = credentials;
    this.client = client;
    this.timeouts = timeouts;
  }

  /** Sends a request and returns the response, whatever its status. */
  Response send(ApiRequest request, Cancellation cancellation) throws IOException {
    Call call = call(request);
    cancellation.attach(call);
    Response response = response(request, call);
    if (!response.isSuccessful()) {
      long limitNanos = timeouts.errorBody().toNanos();
      response.body().source().timeout().deadline(limitNanos, TimeUnit.NANOSECONDS);
    }
    return response;
  }

  private Response response(ApiRequest request, Call call) throws IOException {
    try {
      return answer(request, call);
    } catch (IOException e) {
      Optional<ProxyAddress> proxy = credentials.proxy();
      throw proxy.isPresent() ? ProxyException.orSame(e, proxy.get()) : e;
    }
  }

  private Response answer(ApiRequest request, Call call) throws IOException {
    if (request.isStream()) {
      Response response = new ResponseTimeout(call, timeouts.response()).execute();
      return IdleTimeout.limited(call, response, timeouts.idle());
    }
    call.timeout().timeout(timeouts.response().toNanos(), TimeUnit.NANOSECONDS);
    return call.execute();
  }

  Credentials credentials() {
    return credentials;
  }

  /** Closes idle connections. */
  void close() {
    client.getHttpClient().connectionPool().evictAll();
  }

  private Call call(ApiRequest request) throws IOException {
    Map<String, String> headers = new HashMap<>(); // the client adds its own
    headers.put("Accept", "application/json");
    try {
      return client.buildCall(
          null,
          request.path(),
          "GET",
          request.query(),
          List.of(),
          null,
          headers,
          Map.of(),
          Map.of(),
          BEARER,
          null);
    } catch (ApiException e) {
      throw new IOException("request " + request.path() + " cannot be made", e);
    }
  }
}
