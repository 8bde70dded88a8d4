package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.daemon.KeptOutput;
import io.rubik.kube.credentials.HostRoot;
import io.rubik.standin.Certificates;
import io.rubik.standin.ClientCertificate;
import io.rubik.standin.PodJson;
import io.rubik.standin.RequestRecord;
import io.rubik.standin.StandInServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link LeanClientProbe} on the libraries that are shipped, and looks at the classes it
 * loads: each way in and each way to fail must do without the libraries that are left out.
 */
final class LeanClientIT {

  private static final String CLIENT = "io.kubernetes.client.openapi.";
  private static final String JSON = CLIENT + "JSON";

  /** {@code [0.031s][info][class,load] java.lang.Object source: shared objects file}. */
  private static final Pattern LOADED = Pattern.compile("class,load\\s*] (\\S+) source:");

  /** {@code [0.045s][info][class,init] 297 Initializing 'java/lang/Object' (0x…) by thread}. */
  private static final Pattern INITIALIZED = Pattern.compile(" Initializing '([^']+)'");

  private static final String PLUGIN =
      """
          exec:
            apiVersion: client.authentication.k8s.io/v1
            command: ./plugin\
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_MODEL_CLASSES = 30;

  @RegisterExtension private final KeptOutput kept = new KeptOutput();
  @TempDir Path directory;
  private StandInServer standIn;

  @BeforeEach
  void start() throws IOException {
    standIn = StandInServer.start();
    for (int i = 0; i < 20; i++) {
      standIn.pods().put(PodJson.pod("a", "p" + i).node("n1").running("main").fullSize());
    }
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  @Test
  void probeNeedsNoExcludedLibrary() throws Exception {
    ClientCertificate rsa = standIn.certificates().issueRsa("rsa");
    ClientCertificate ec = standIn.certificates().issueEc("ec");
    String token = standIn.kubeconfig().withToken(standIn.token());
    List<Path> roots =
        List.of(
            root("token", token),
            root("rsa", standIn.kubeconfig().withCertificate(rsa)),
            root("ec", certificate(ec)),
            root("plugin", token.replaceFirst("    token: .*", PLUGIN)),
            root("wrong-token", standIn.kubeconfig().withToken("wrong")),
            root("wrong-ca", token.replace(ca(standIn.certificates()), ca(Certificates.create()))),
            root("no-yaml", "a: ["),
            root("no-key", certificate(new ClientCertificate(ec.certificatePem(), "", ""))));

    Process probe = probe(roots);
    for (int i = 0; i < 4; i++) {
      assertTrue(standIn.requests().await(RequestRecord::isWatch, i + 1, PATIENCE));
      standIn.pods().delete("a", "p" + i);
    }
    String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, probe.waitFor());

    assertEquals(
        """
        token: list true, watch true
        rsa: list true, watch true
        ec: list true, watch true
        plugin: list true, watch true
        wrong-token: list false, watch false
        wrong-ca: list false, watch false
        no-yaml: CredentialsException
        no-key: CredentialsException
        """,
        output);
    Set<String> loaded = logged(LOADED);
    Set<String> models =
        loaded.stream().filter(c -> c.startsWith(CLIENT + "models.")).collect(Collectors.toSet());
    System.out.println(
        "classes loaded: " + loaded.size() + ", of the client's models: " + models.size());
    assertTrue(models.size() <= MAX_MODEL_CLASSES, models.toString());
    assertTrue(logged(INITIALIZED).contains(CLIENT + "ApiClient"), "the log says something");
    assertFalse(logged(INITIALIZED).contains(JSON), JSON);
  }

  /** Starts the probe with the libraries of the distribution alone. */
  private Process probe(List<Path> roots) throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load,class+init=info:file=" + log() + "::filecount=0");
    command.add("-Dtinylog.level=warn");
    command.add("-Dtinylog.level@io.rubik.kube.InformerLog=warn");
    command.add("-cp");
    command.add(target + "/classes:" + target + "/lib/*:" + target + "/test-classes");
    command.add(LeanClientProbe.class.getName());
    roots.forEach(root -> command.add(root.toString()));
    return new ProcessBuilder(command).redirectError(kept.file().toFile()).start();
  }

  private Path root(String name, String kubeconfig) throws IOException {
    HostRoot host =
        new HostRoot(directory.resolve(name))
            .with("/etc/rubik/kubeconfig", kubeconfig)
            .with("/etc/rubik/plugin", "#!/bin/sh\necho '" + credential() + "'\n");
    Files.setPosixFilePermissions(
        host.resolve("/etc/rubik/plugin"), PosixFilePermissions.fromString("rwx------"));
    return host.path();
  }

  private String credential() {
    return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
        + "\"status\":{\"token\":\""
        + standIn.token()
        + "\"}}";
  }

  private String certificate(ClientCertificate certificate) {
    return standIn
        .kubeconfig()
        .withCertificate(certificate.certificatePem(), certificate.traditionalKeyPem());
  }

  /** Returns a CA as it stands in a kubeconfig. */
  private static String ca(Certificates certificates) {
    return Base64.getEncoder()
        .encodeToString(certificates.caPem().getBytes(StandardCharsets.US_ASCII));
  }

  private Path log() {
    return directory.resolve("classes.log");
  }

  /** Returns the classes a pattern finds in the log of the JVM. */
  private Set<String> logged(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(log()))
        .results()
        .map(result -> result.group(1).replace('/', '.'))
        .collect(Collectors.toSet());
  }
}
