package io.rubik.scripts;

import static io.rubik.scripts.StandInCluster.SCRIPT;
import static io.rubik.scripts.StandInCluster.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateKubeconfigSecrecyTest {

  @TempDir private Path home;
  private StandInCluster cluster;
  private Path file;

  @BeforeEach
  void emptyDirectory() throws IOException {
    file = Files.createDirectory(home.resolve("out")).resolve("kubeconfig");
    cluster = new StandInCluster(home.resolve("stand-in"));
  }

  @Test
  void nothingIsEverReadableByOthers() throws Exception {
    cluster.create("-o", file.toString(), "--verify").succeeded();

    assertEquals(
        List.of(), cluster.calls().stream().filter(call -> !call.startsWith("0077 ")).toList());
  }

  @Test
  void tokenIsInNoArgumentAndNoEnvironment() throws Exception {
    cluster.create().succeeded();
    cluster.create("--duration=24h").succeeded();
    cluster.create("-o", file.toString(), "--verify").succeeded();

    List<String> seen = new ArrayList<>(cluster.calls());
    seen.addAll(cluster.environment());

    String encoded = Base64.getEncoder().encodeToString(TOKEN.getBytes(UTF_8));
    assertEquals(
        List.of(), seen.stream().filter(x -> x.contains(TOKEN) || x.contains(encoded)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "-v", "-a", "-axv"})
  void tokenIsInNoTrace(String option) throws Exception {
    ScriptRun run = cluster.run(List.of(option, SCRIPT)).succeeded();

    assertTrue(run.output().contains(TOKEN), run.output());
    run.keptSilentOn(TOKEN);
    assertFalse(String.join("\n", cluster.environment()).contains(TOKEN));
  }

  @Test
  void whatIsNotATokenIsNotShown() throws Exception {
    cluster.with("token", "secret\"\nusers: []");

    cluster.create().failedNaming("not a token").keptSilentOn("secret\"");
  }
}
