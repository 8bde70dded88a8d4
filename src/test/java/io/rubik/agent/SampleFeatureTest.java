package io.rubik.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.control.Controls;
import io.rubik.control.Journal;
import io.rubik.control.Owner;
import io.rubik.control.Precedence;
import io.rubik.feature.Annotation;
import io.rubik.feature.FeatureContext;
import io.rubik.feature.FeatureType;
import io.rubik.feature.sample.Shares;
import io.rubik.host.HostPaths;
import io.rubik.loop.ManualEventLoop;
import io.rubik.pod.PodFixture;
import io.rubik.pod.PodRegistry;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.FeatureContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The feature that CONTRIBUTING.md writes runs as the agent's own do: its package and its type are
 * all that the agent needs of it.
 */
final class SampleFeatureTest {

  private static final List<FeatureType<?>> TYPES = List.of(Shares.TYPE);

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private final HostPaths host = new HostPaths(node.root());
  private final String pod = node.pod("burstable", "uid-batch");
  private final ManualEventLoop loop = new ManualEventLoop();
  private final PodRegistry pods = new PodRegistry();
  private FeatureRunner runner;

  @BeforeEach
  void start() throws Exception {
    Path config = node.root().resolve("config.json");
    Files.writeString(
        config,
        """
        {"agent": {"enabledFeatures": ["shares"]}, "shares": {"offline": 10}}
        """);
    ConfiguredFeature<?> shares = Configuration.read(config, TYPES).features().getFirst();
    Owner owner = controls().owner("shares");
    FeatureContext context = FeatureContexts.of(host, node.tree(), loop, owner, pods);
    runner = new FeatureRunner("shares", () -> shares.create(context), owner, pods, loop, loop);
    var started = runner.start();
    pods.subscribe(runner);
    loop.run();
    started.join();
  }

  private Controls controls() throws IOException {
    return new Controls(
        node.tree(),
        host,
        Journal.open(host.journal()),
        FeatureType.catalogue(TYPES),
        Precedence.of(List.of("shares")),
        loop);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String shares() {
    return node.read("cpu", pod, "cpu.shares");
  }

  @Test
  void configuredValueIsWrittenAndRestoredAtStop() {
    pods.put(PodFixture.pod("batch").offline().pod());
    loop.run();
    assertEquals("10", shares());

    runner.close();

    assertEquals("1024", shares());
  }

  @Test
  void declaredAnnotationIsReadAndApplied() {
    assertEquals(
        List.of("example.com/cpu-shares"),
        Shares.TYPE.annotations().stream().map(Annotation::key).toList());

    pods.put(PodFixture.pod("batch").offline().annotation("example.com/cpu-shares", "77").pod());
    loop.run();

    assertEquals("77", shares());
  }

  @Test
  void changeByAnotherProcessIsReverted() {
    pods.put(PodFixture.pod("batch").offline().pod());
    loop.run();
    node.set("cpu", pod, "cpu.shares", "512");

    loop.pass(FeatureRunner.RECONCILE_INTERVAL);

    assertEquals("10", shares());
  }

  @Test
  void declaredControlIsRestoredAfterACrash() throws IOException {
    pods.put(PodFixture.pod("batch").offline().pod());
    loop.run();

    controls().close();

    assertEquals("1024", shares());
  }
}
