package io.rubik.standin;

import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;

/** The faults that take the place of an answer. */
final class FaultAnswers {

  private static final EnumSet<FaultKind> KINDS =
      EnumSet.range(FaultKind.UNAUTHORIZED, FaultKind.RESET);

  private static final MockResponse PAGE =
      new MockResponse.Builder()
          .addHeader("Content-Type", "text/html; charset=utf-8")
          .body("<html><title>Log in</title><body>Who are you?</body></html>")
          .build();

  private final StandInState state;

  FaultAnswers(StandInState state) {
    this.state = state;
  }

  /** Returns the faulty answer to this request, empty when it is to be answered as usual. */
  Optional<MockResponse> answer(ApiRequest request) throws InterruptedException {
    Optional<Faults.Strike> strike = state.faults().take(KINDS, request.target());
    if (strike.isEmpty()) {
      return Optional.empty();
    }
    return switch (strike.get().fault().kind()) {
      case STALL -> {
        state.faults().awaitEnd(strike.get());
        yield Optional.empty();
      }
      case RESET -> {
        state.connections().reset(request.connection());
        yield Optional.of(new MockResponse.Builder().build());
      }
      case SLOWLY_UNAVAILABLE ->
          Optional.of(
              trickling(Answers.status(status(strike.get().fault())), strike.get().fault()));
      case SLOW_PAGE -> Optional.of(trickling(PAGE, strike.get().fault()));
      default -> Optional.of(Answers.status(status(strike.get().fault())));
    };
  }

  private static MockResponse trickling(MockResponse whole, Fault fault) {
    return whole
        .newBuilder()
        .throttleBody(1, fault.pause().toNanos(), TimeUnit.NANOSECONDS)
        .build();
  }

  private ApiStatus status(Fault fault) {
    return switch (fault.kind()) {
      case UNAUTHORIZED -> ApiStatus.unauthorized();
      case FORBIDDEN ->
          ApiStatus.of(
              403,
              "Forbidden",
              "pods is forbidden: User \""
                  + Authentication.TOKEN_USER
                  + "\" cannot list resource \"pods\" in API group \"\" at the cluster scope");
      case GONE -> ApiStatus.expired(1, state.pods().version());
      case TOO_MANY_REQUESTS -> ApiStatus.tooManyRequests(fault.retryAfter());
      case UNAVAILABLE, SLOWLY_UNAVAILABLE ->
          ApiStatus.of(
              503, "ServiceUnavailable", "the server is currently unable to handle the request");
      default ->
          ApiStatus.of(500, "InternalError", "Internal error occurred: etcdserver: leader changed");
    };
  }
}
