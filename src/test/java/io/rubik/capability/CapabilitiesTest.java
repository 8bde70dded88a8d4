package io.rubik.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.capability.Probe.Condition;
import io.rubik.capability.Probe.ControlFile;
import io.rubik.capability.Probe.HostFile;
import io.rubik.cgroup.Attributes;
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
    return new CapabilityRegistry(new HostPaths(node.root()), node.tree());
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

  /** A feature refused to start, for this kernel had no cpu.max.burst: nobody had asked for cpu. */
  @Test
  void controllerThatIsNotEnabledYetIsWaitedFor() throws IOException {
    Need need =
        new Need(
            "bursts",
            List.of(
                QOS_LEVEL,
                Provider.reversible("burst", new ControlFile(Attributes.CPU_BURST_MICROS))),
            "boot another kernel");
    v2.set("", "", "cgroup.subtree_control", "memory");
    for (String qos : List.of("guaranteed", "burstable", "besteffort")) {
      v2.removeFile("", v2.qosPath(qos), "cpu.max.burst");
    }
    Capabilities capabilities = capabilities(v2);

    assertEquals("burst", capabilities.require(need).name());
    Capability found = capabilities.find(need);
    assertTrue(found.isPending());
    assertEquals(
        "the cgroup controller cpu is not enabled below /sys/fs/cgroup yet", found.reason());

    v2.set("", "", "cgroup.subtree_control", "cpu memory");

    assertTrue(
        capabilities.find(need).reason().startsWith("this kernel has no "),
        "asked again when it is enabled");
  }

  @Test
  void controllerWithoutAHierarchyIsNamedWithTheReason() throws IOException {
    mainline.setFile("/proc/cgroups", "memory\t0\t1\t0\n");
    mainline.setFile(
        "/proc/self/mountinfo", "26 25 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n");
    Capabilities capabilities = capabilities(mainline);

    String message = Thrown.message(UnavailableException.class, () -> capabilities.require(MEMORY));

    assertEquals(
        "the cgroup controller memory is switched off: take cgroup_disable=memory off the kernel's"
            + " command line; boot another kernel",
        message);
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
