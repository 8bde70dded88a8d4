package io.rubik.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.Probe.Condition;
import io.rubik.capability.Probe.ControlFile;
import io.rubik.capability.Probe.HostFile;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CapabilitiesTest {

  private static final Provider QOS_LEVEL =
      Provider.lasting(
          "qos_level",
          new ControlFile(Attributes.MEMORY_QOS_LEVEL),
          new HostFile("/proc/sys/vm/memcg_qos_enable"));
  private static final Provider HIGH =
      Provider.reversible("high", new ControlFile(Attributes.MEMORY_HIGH));
  private static final Need MEMORY =
      new Need("memory", List.of(QOS_LEVEL, HIGH), "boot another kernel");

  private final CgroupFixture openEuler = CgroupFixture.v1().cgroupfs().openEuler();
  private final CgroupFixture mainline = CgroupFixture.v1().cgroupfs().mainline();
  private final CgroupFixture v2 = CgroupFixture.v2().systemd().mainline();

  @AfterEach
  void close() {
    openEuler.close();
    mainline.close();
    v2.close();
  }

  private static CapabilityRegistry registry(CgroupFixture node) throws IOException {
    return new CapabilityRegistry(new HostPaths(node.root()), CgroupTree.detect(node.cgroupRoot()));
  }

  private static Capabilities capabilities(CgroupFixture node) throws IOException {
    return registry(node).of("tested");
  }

  @Test
  void firstProviderThatIsThereIsUsed() throws IOException {
    assertEquals(QOS_LEVEL, capabilities(openEuler).require(MEMORY));
    assertEquals(HIGH, capabilities(v2).require(MEMORY));
  }

  @Test
  void providerThatLacksOneOfItsFilesIsNotUsed() throws IOException {
    Files.delete(openEuler.root().resolve("proc/sys/vm/memcg_qos_enable"));

    assertEquals(HIGH, capabilities(openEuler).require(MEMORY));
  }

  @Test
  void needWithoutProviderNamesEveryMissingFileAndTheRemedy() throws IOException {
    Capabilities capabilities = capabilities(mainline);

    String message = Thrown.message(UnavailableException.class, () -> capabilities.require(MEMORY));

    assertEquals(
        "this kernel has no /sys/fs/cgroup/memory/*/memory.qos_level and"
            + " /proc/sys/vm/memcg_qos_enable nor /sys/fs/cgroup/memory/*/memory.high"
            + " (cgroup v1); boot another kernel",
        message);
  }

  @Test
  void onlyWhatIsMissingIsNamed() throws IOException {
    mainline.setFile("/proc/sys/vm/memcg_qos_enable", "1\n");
    Need need = new Need("memory", List.of(QOS_LEVEL), "boot another kernel");

    Capability found = capabilities(mainline).find(need);

    assertEquals(List.of("/sys/fs/cgroup/memory/*/memory.qos_level"), found.files());
    assertEquals(
        "this kernel has no /sys/fs/cgroup/memory/*/memory.qos_level (cgroup v1)", found.reason());
  }

  @Test
  void whatCanBeDoneWithoutIsAnAnswerAndNoFailure() throws IOException {
    Capability missing = capabilities(mainline).find(MEMORY);
    Capability available = capabilities(v2).find(MEMORY);

    assertFalse(missing.isAvailable());
    assertEquals("boot another kernel", missing.remedy());
    assertTrue(available.isBy(HIGH));
    assertFalse(available.isBy(QOS_LEVEL));
    assertEquals(List.of("/sys/fs/cgroup/*/memory.high"), available.files());
    assertEquals("", available.reason() + available.remedy());
  }

  @Test
  void fileMayBeJudgedByWhatItHolds() throws IOException {
    Probe isOn =
        new Condition(
            "/proc/sys/vm/memcg_qos_enable",
            (host, cgroups) ->
                Files.readString(host.resolve("/proc/sys/vm/memcg_qos_enable"))
                    .strip()
                    .equals("1"));
    Need need = new Need("switch", List.of(Provider.reversible("on", isOn)), "turn the switch on");
    Capabilities capabilities = capabilities(openEuler);
    assertTrue(capabilities.find(need).isAvailable());

    openEuler.setFile("/proc/sys/vm/memcg_qos_enable", "0\n");

    Capability off = capabilities.find(need);
    assertFalse(off.isAvailable());
    assertEquals(List.of("/proc/sys/vm/memcg_qos_enable"), off.files());
  }

  @Test
  void fileThatComesLaterIsFoundWhenAskedForAgain() throws IOException {
    Capabilities capabilities = capabilities(mainline);
    Need need =
        new Need("smt", List.of(Provider.reversible("smt", new HostFile("/proc/qos/smt"))), "");
    assertThrows(UnavailableException.class, () -> capabilities.require(need));

    mainline.setFile("/proc/qos/smt", "0\n");

    assertEquals("smt", capabilities.require(need).name());
  }

  @Test
  void whatEachFeatureAskedIsListed() throws IOException {
    CapabilityRegistry registry = registry(v2);
    registry.of("preemption").find(MEMORY);
    Capabilities dynMemory = registry.of("dynMemory");
    dynMemory.find(new Need("limits", List.of(QOS_LEVEL), "boot another kernel"));
    dynMemory.find(MEMORY);

    assertEquals(
        List.of("dynMemory limits none", "dynMemory memory high", "preemption memory high"),
        registry.all().stream().map(CapabilitiesTest::summary).toList());
  }

  @Test
  void featureThatStartsAgainListsWhatItAsksNow() throws IOException {
    CapabilityRegistry registry = registry(v2);
    registry.of("dynMemory").find(MEMORY);
    registry.of("preemption").find(MEMORY);

    registry.of("dynMemory");

    assertEquals(
        List.of("preemption memory high"),
        registry.all().stream().map(CapabilitiesTest::summary).toList());
  }

  private static String summary(Capability capability) {
    return capability.feature()
        + " "
        + capability.need().name()
        + " "
        + capability.provider().map(Provider::name).orElse("none");
  }

  @Test
  void needsAndProvidersHaveSomethingToLookFor() {
    assertThrows(IllegalArgumentException.class, () -> Provider.reversible("nothing"));
    assertThrows(IllegalArgumentException.class, () -> new Need("nothing", List.of(), ""));
  }
}
