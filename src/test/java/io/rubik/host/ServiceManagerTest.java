package io.rubik.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.DatagramSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceManagerTest {

  private static final String SELF = String.valueOf(ProcessHandle.current().pid());

  /** More than {@code net.unix.max_dgram_qlen}, which is 10, and with systemd 512. */
  private static final int MORE_THAN_IT_KEEPS = 2000;

  private static final Duration TOO_LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private static ServiceManager manager(String... environment) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    return ServiceManager.of(variables, SystemCalls.open());
  }

  @Test
  void messageArrivesWhole() throws IOException {
    Path path = directory.resolve("notify");
    try (DatagramSocket socket = new DatagramSocket(path)) {
      manager("NOTIFY_SOCKET", path.toString()).send("READY=1", "STATUS=all is well");

      assertEquals(Optional.of("READY=1\nSTATUS=all is well"), socket.receive());
      assertEquals(Optional.empty(), socket.receive());
    }
  }

  /** A file's name in a message could have ended the status and begun another assignment. */
  @Test
  void textIsNoFurtherAssignment() throws IOException {
    Path path = directory.resolve("notify");
    try (DatagramSocket socket = new DatagramSocket(path)) {
      manager("NOTIFY_SOCKET", path.toString())
          .send("STATUS=no file a\nMAINPID=1\r\u001b[7m\u009b\u2028\u202e\0b é", "READY=1");

      assertEquals(
          Optional.of(
              "STATUS=no file a\\nMAINPID=1\\r\\u001b[7m\\u009b\\u2028\\u202e\\u0000b é\nREADY=1"),
          socket.receive());
    }
  }

  /** systemd drops what is longer than 4096 bytes, READY=1 and all. */
  @Test
  void longTextIsShortened() throws IOException {
    Path path = directory.resolve("notify");
    try (DatagramSocket socket = new DatagramSocket(path)) {
      manager("NOTIFY_SOCKET", path.toString()).send("READY=1", "STATUS=" + "x".repeat(5000));

      String message = socket.receive().orElse("");
      assertTrue(message.startsWith("READY=1\nSTATUS=xxx"), message);
      assertTrue(message.length() < 1100, message);
    }
  }

  @Test
  void abstractSocketIsReachedToo() throws IOException {
    String name = "@rubik-test-" + SELF;
    try (DatagramSocket socket = new DatagramSocket(name)) {
      manager("NOTIFY_SOCKET", name).send("WATCHDOG=1");

      assertEquals(Optional.of("WATCHDOG=1"), socket.receive());
    }
  }

  @Test
  void withoutAManagerNothingIsSent() {
    ServiceManager manager = manager();

    manager.send("READY=1");

    assertFalse(manager.isThere());
    assertEquals(Optional.empty(), manager.watchdog());
  }

  @Test
  void managerThatIsGoneIsNoFailure() {
    ServiceManager manager = manager("NOTIFY_SOCKET", directory.resolve("gone").toString());

    manager.send("READY=1");
    manager.send("READY=1");

    assertTrue(manager.isThere());
  }

  /** It waited for ever, and with it the stop of rubik, which had not given anything back. */
  @Test
  void managerThatReadsNothingIsNotWaitedForLong() throws Exception {
    Path path = directory.resolve("notify");
    try (DatagramSocket socket = new DatagramSocket(path)) {
      ServiceManager manager = manager("NOTIFY_SOCKET", path.toString());
      CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < MORE_THAN_IT_KEEPS; i++) {
                  manager.send("WATCHDOG=1");
                }
              })
          .get(TOO_LONG.toSeconds(), TimeUnit.SECONDS);
      int kept = 0;
      while (socket.receive().isPresent()) {
        kept++;
      }
      assertTrue(kept > 0 && kept < MORE_THAN_IT_KEEPS, kept + " messages were kept");

      manager.send("STOPPING=1");

      assertEquals(Optional.of("STOPPING=1"), socket.receive());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "/a-name-of-more-than-107-bytes/" + LONG})
  void socketThatCannotBeIsIgnored(String name) {
    assertFalse(manager("NOTIFY_SOCKET", name).isThere());
  }

  private static final String LONG =
      "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890";

  @Test
  void watchdogIsInMicroseconds() {
    assertEquals(
        Optional.of(Duration.ofSeconds(30)), manager("WATCHDOG_USEC", "30000000").watchdog());
    assertEquals(
        Optional.of(Duration.ofSeconds(1)),
        manager("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", SELF).watchdog());
  }

  @Test
  void watchdogOfAnotherProcessIsNotOurs() {
    assertEquals(
        Optional.empty(), manager("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "1").watchdog());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "", "9223372036854775807"})
  void watchdogThatIsNoTimeIsNone(String micros) {
    assertEquals(Optional.empty(), manager("WATCHDOG_USEC", micros).watchdog());
  }
}
