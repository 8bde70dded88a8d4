package io.rubik.kube;

import io.kubernetes.client.openapi.ApiException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;

/** A client made of the credentials of one moment. */
final class ApiConnection {

  private static final String[] BEARER = {"BearerToken"};

  private final Access access;
  private final LeanApiClient client;
  private final HostFiles files;
  private final Instant expires;
  private final Timeouts timeouts;

  ApiConnection(
      Access access, LeanApiClient client, HostFiles files, Instant expires, Timeouts timeouts) {
    this.access = access;
    this.client = client;
    this.files = files;
    this.expires = expires;
    this.timeouts = timeouts;
  }

  /** Sends a request and returns the response, whatever its status. */
  Response send(ApiRequest request, Cancellation cancellation) throws IOException {
    Call call = call(request);
    cancellation.attach(call);
    Response response = answer(request, call);
    if (!response.isSuccessful()) {
      long limitNanos = timeouts.refusal().toNanos();
      response.body().source().timeout().deadline(limitNanos, TimeUnit.NANOSECONDS);
    }
    return response;
  }

  private Response answer(ApiRequest request, Call call) throws IOException {
    if (request.isStream()) {
      Response response = new AnswerLimit(call, timeouts.answer()).execute();
      return SilenceLimit.limited(call, response, timeouts.silence());
    }
    call.timeout().timeout(timeouts.answer().toNanos(), TimeUnit.NANOSECONDS);
    return call.execute();
  }

  /** Returns whether a file it was made of has changed, or its credentials have expired. */
  boolean isStale(Instant now) {
    return !now.isBefore(expires) || files.changed();
  }

  /** Returns whether to make it anew could bring other credentials, after they were refused. */
  boolean isRenewable() {
    return access.exec().isPresent() || files.changed();
  }

  Access access() {
    return access;
  }

  /** Closes the connections that no call uses. */
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
