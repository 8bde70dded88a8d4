package io.rubik.standin;

import okhttp3.Protocol;

/** What a client offers by ALPN. */
enum Http {
  ONE,
  TWO;

  ApiClient client(StandInServer server) {
    return switch (this) {
      case ONE -> ApiClient.of(server, Protocol.HTTP_1_1);
      case TWO -> ApiClient.of(server, Protocol.HTTP_2, Protocol.HTTP_1_1);
    };
  }
}
