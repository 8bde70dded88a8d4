package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExecRunnerTest {

  private static final String V1 = "client.authentication.k8s.io/v1";

  @TempDir Path directory;

  @Test
  void tokenAndItsExpiry() throws IOException {
    ExecCredential credential =
        run(
            "cat <<'END'\n{\"kind\": \"ExecCredential\", \"apiVersion\": \""
                + V1
                + "\", \"spec\": {}, \"status\":"
                + " {\"token\": \"abc\", \"expirationTimestamp\": \"2026-01-31T12:00:00Z\"}}\nEND");

    assertEquals(Optional.of(new Secret("abc")), credential.token());
    assertEquals(Instant.parse("2026-01-31T12:00:00Z"), credential.expires());
  }

  @Test
  void clientCertificate() throws IOException {
    JsonObject status = new JsonObject();
    status.addProperty("clientCertificateData", TestCertificates.EC.certificatePem());
    status.addProperty("clientKeyData", TestCertificates.EC.traditionalKeyPem());

    ExecCredential credential = run("cat <<'END'\n" + output(status) + "\nEND");

    assertEquals("EC", credential.certificate().orElseThrow().key().getAlgorithm());
    assertEquals(Instant.MAX, credential.expires());
  }

  @Test
  void argumentsAndEnvironmentAreThePluginsOwn() throws IOException {
    Path script =
        script(
            "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"%s\",'"
                + "'\"status\":{\"token\":\"%s\"}}' \"$1\" \"$WORD-${HOME:-none}\"");
    ExecPlugin plugin = new ExecPlugin(V1, List.of(script.toString(), V1), Map.of("WORD", "w"), "");

    assertEquals(
        Optional.of(new Secret("w-none")),
        new ExecRunner(Duration.ofSeconds(30)).run(plugin, "config").token());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "echo hello | did not print an ExecCredential in JSON",
        "true | did not print an ExecCredential in JSON",
        "echo '[]' | did not print an ExecCredential: $ is not an object",
        "echo '{}' | did not print an ExecCredential of client.authentication.k8s.io/v1",
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}'"
            + "| did not print an ExecCredential of client.authentication.k8s.io/v1",
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'"
            + "| printed neither a token nor a certificate",
        "echo '{\"status\":{\"token\":[\"s3cr3t\"]}}' | $.status.token is not a string",
        "echo s3cr3t; exit 3 | ended with exit code 3",
        "printf 'no\\tnet\\nat all\\033[31m' >&2; exit 1"
            + "| ended with exit code 1: no\\tnet\\nat all\\u001b[31m",
      })
  void badOutputIsRefused(String body, String message) {
    String text = String.valueOf(refusal(body).getMessage());

    assertTrue(text.startsWith("config: the credential plug-in " + directory), text);
    assertTrue(text.endsWith(message), text);
    assertFalse(text.contains("s3cr3t"), text);
  }

  @Test
  void errorOutputIsBounded() {
    String message = String.valueOf(refusal("yes error | head -c 300000 >&2; exit 1").getMessage());

    assertTrue(message.length() < 3000, message);
  }

  @Test
  void missingProgramIsNamedWithItsHint() {
    ExecPlugin plugin =
        new ExecPlugin(V1, List.of("/none/login"), Map.of(), "get it from the shop");

    CredentialsException e =
        assertThrows(
            CredentialsException.class,
            () -> new ExecRunner(Duration.ofSeconds(30)).run(plugin, "config"));

    assertEquals(
        "config: the credential plug-in /none/login cannot be run: is it installed and"
            + " executable?; get it from the shop",
        e.getMessage());
  }

  @Test
  void hangingProgramIsKilled() throws IOException {
    ExecRunner runner = new ExecRunner(Duration.ofMillis(200));
    ExecPlugin plugin = plugin("echo wait for it >&2; exec sleep 200");

    CredentialsException e =
        assertThrows(CredentialsException.class, () -> runner.run(plugin, "config"));

    assertTrue(
        String.valueOf(e.getMessage()).endsWith("did not finish within 0 s: wait for it"),
        e.getMessage());
  }

  @Test
  void programThatDripsItsOutputIsKilled() throws IOException {
    ExecRunner runner = new ExecRunner(Duration.ofMillis(200));
    ExecPlugin plugin = plugin("while :; do printf '{ '; sleep 0.01; done");

    CredentialsException e =
        assertThrows(CredentialsException.class, () -> runner.run(plugin, "config"));

    assertTrue(
        String.valueOf(e.getMessage()).contains("did not finish within 0 s"), e.getMessage());
  }

  /** Such as a plug-in that starts an agent. */
  @Test
  void childLeftBehindDoesNotBlock() throws IOException {
    ExecRunner runner = new ExecRunner(Duration.ofSeconds(30));
    ExecPlugin plugin = plugin("sleep 20 & echo '" + output(token("abc")) + "'");

    assertEquals(Optional.of(new Secret("abc")), runner.run(plugin, "config").token());
  }

  @Test
  void childrenLeftBehindAreBounded() throws IOException {
    ExecRunner runner = new ExecRunner(Duration.ofSeconds(30));
    ExecPlugin plugin = plugin("sleep 20 >&2 & sleep 0.1; echo '" + output(token("abc")) + "'");
    for (int i = 0; i < 8; i++) {
      runner.run(plugin, "config");
    }

    CredentialsException e =
        assertThrows(
            CredentialsException.class,
            () -> {
              for (int i = 0; i < 50; i++) { // a pipe may have ended before it was read
                runner.run(plugin, "config");
              }
            });

    assertTrue(
        String.valueOf(e.getMessage()).endsWith("leaves too many processes behind"),
        e.getMessage());
  }

  @Test
  void interruptEndsTheWait() throws IOException {
    ExecRunner runner = new ExecRunner(Duration.ofMinutes(10));
    ExecPlugin plugin = plugin("exec sleep 200");
    Thread.currentThread().interrupt();

    assertThrows(InterruptedIOException.class, () -> runner.run(plugin, "config"));
    assertTrue(Thread.interrupted());
  }

  private CredentialsException refusal(String body) {
    return assertThrows(CredentialsException.class, () -> run(body));
  }

  private ExecCredential run(String body) throws IOException {
    return new ExecRunner(Duration.ofSeconds(30)).run(plugin(body), "config");
  }

  private ExecPlugin plugin(String body) throws IOException {
    return new ExecPlugin(V1, List.of(script(body).toString()), Map.of(), "");
  }

  private Path script(String body) throws IOException {
    Path script = Files.writeString(directory.resolve("plugin"), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static String output(JsonObject status) {
    JsonObject credential = new JsonObject();
    credential.addProperty("kind", "ExecCredential");
    credential.addProperty("apiVersion", V1);
    credential.add("status", status);
    return credential.toString();
  }

  private static JsonObject token(String token) {
    JsonObject status = new JsonObject();
    status.addProperty("token", token);
    return status;
  }
}
