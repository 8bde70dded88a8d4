package io.rubik.standin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in as a process of its own. */
final class StandInMainIT {

  @TempDir private Path directory;

  @Test
  void servesItsPodsToAClientWithTheKubeconfig() throws Exception {
    Process process = begin(directory.toString(), "0", "n1", "3");
    try {
      String path = process.inputReader(UTF_8).readLine();
      assertEquals(directory.resolve("kubeconfig").toString(), path);
      List<String> kubeconfig = Files.readAllLines(Path.of(path));
      X509Certificate ca =
          Certificates.decodeCertificatePem(
              new String(
                  Base64.getDecoder().decode(value(kubeconfig, "certificate-authority-data")),
                  US_ASCII));

      try (ApiClient client =
          ApiClient.of(value(kubeconfig, "server"), value(kubeconfig, "token"), ca)) {
        assertEquals(
            List.of("pod-0", "pod-1", "pod-2"),
            client.get("/api/v1/pods?fieldSelector=spec.nodeName=n1").podNames());
        assertEquals(1, client.get("/standin/requests").json().getAsJsonArray("requests").size());
      }
    } finally {
      process.destroy();
      assertTrue(process.waitFor(ApiClient.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @Test
  void invalidArgumentsAreRefused() throws Exception {
    Process process = begin();

    assertTrue(process.waitFor(ApiClient.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals(2, process.exitValue());
    assertTrue(process.errorReader(UTF_8).readLine().startsWith("usage: "));
  }

  private static Process begin(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StandInMain.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static String value(List<String> kubeconfig, String key) {
    return kubeconfig.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(key + ": "))
        .map(line -> line.substring(key.length() + 2))
        .findFirst()
        .orElseThrow();
  }
}
