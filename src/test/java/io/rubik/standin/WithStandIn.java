package io.rubik.standin;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a server of its own and a client of it. */
abstract class WithStandIn {

  StandInServer server;
  ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server = StandInServer.start();
    client = ApiClient.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }
}
