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
  private final ReadPacing pacing;

  ApiConnection(
      Credentials credentials, LeanApiClient client, Timeouts timeouts, ReadPacing pacing) {
    this.credentials = credentials;
    this.client = client;
    this.timeouts = timeouts;
    this.pacing = pacing;
  }

  /** Sends a request and returns the response, whatever its status, all of which has a limit. */
  Exchange send(ApiRequest request, Cancellation cancellation) throws IOException {
    Call call = call(request, cancellation);
    call.timeout().timeout(timeouts.response().toNanos(), TimeUnit.NANOSECONDS);
    return exchange(call, answer(call::execute));
  }

  /** Sends a request and returns the response, whatever its status; its headers have a limit. */
  Exchange open(ApiRequest request, Cancellation cancellation) throws IOException {
    Call call = call(request, cancellation);
    ResponseTimeout limited = new ResponseTimeout(call, timeouts.response());
    return exchange(call, answer(limited::execute));
  }

  private Exchange exchange(Call call, Response response) {
    Exchange exchange = new Exchange(call, response, timeouts, pacing);
    if (!exchange.isOfApi()) {
      long limitNanos = timeouts.errorBody().toNanos();
      response.body().source().timeout().deadline(limitNanos, TimeUnit.NANOSECONDS);
    }
    return exchange;
  }

  private interface Sender {
    Response send() throws IOException;
  }

  /** What fails on the way to a proxy says so. */
  private Response answer(Sender sender) throws IOException {
    try {
      return sender.send();
    } catch (IOException e) {
      Optional<ProxyAddress> proxy = credentials.proxy();
      throw proxy.isPresent() ? ProxyException.orSame(e, proxy.get()) : e;
    }
  }

  Credentials credentials() {
    return credentials;
  }

  /** Closes idle connections. */
  void close() {
    client.getHttpClient().connectionPool().evictAll();
  }

  private Call call(ApiRequest request, Cancellation cancellation) throws IOException {
    Call call = call(request);
    cancellation.attach(call);
    return call;
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
