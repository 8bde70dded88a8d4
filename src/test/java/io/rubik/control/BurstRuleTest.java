package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.host.HostPaths;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pod has a quota of 50000 µs, which one feature raises; another one has its burst. */
final class BurstRuleTest extends WithOwners {

  private static final CpuQuota RAISED = new CpuQuota(80_000);

  @BeforeEach
  void setQuota() {
    node.set("cpu", POD, "cpu.cfs_quota_us", "50000");
  }

  private void setByOthers(long burstMicros) throws IOException {
    CgroupTree.detect(node.cgroupRoot())
        .cgroup(POD)
        .write(Attributes.CPU_BURST_MICROS, burstMicros);
  }

  private void assertQuotaAndBurst(String quota, String burst) {
    assertEquals(quota, node.read("cpu", POD, "cpu.cfs_quota_us"), "quota");
    assertEquals(burst, node.read("cpu", POD, "cpu.cfs_burst_us"), "burst");
  }

  /** The journal is read with rubik's own settings. */
  private void crashAndRestore() throws IOException {
    Controls next =
        new Controls(
            CgroupTree.detect(node.cgroupRoot()),
            new HostPaths(node.root()),
            Journal.open(ControlsFixture.journal(node)),
            Attributes::find,
            List.of("first", "second"),
            () -> 0);
    next.restoreOrphaned(any -> true);
  }

  private void raise() throws IOException {
    claim(first, POD, Attributes.CPU_QUOTA).set(RAISED);
  }

  @Test
  void burstOfAnotherProcessIsLoweredWithTheQuota() throws IOException {
    raise();
    setByOthers(60_000);

    first.releaseAll();

    assertQuotaAndBurst("50000", "50000");
    controls.close();
    assertQuotaAndBurst("50000", "50000");
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void quotaThatIsWrittenRepeatedlyIsLoweredToo() throws IOException {
    raise();
    claim(first, POD, Attributes.CPU_QUOTA).setCached(new CpuQuota(70_000));
    setByOthers(60_000);

    assertEquals(
        WriteResult.WRITTEN,
        claim(first, POD, Attributes.CPU_QUOTA).setCached(new CpuQuota(55_000)));

    assertQuotaAndBurst("55000", "55000");
  }

  /** The burst that was lowered was taken for another process's, and stayed. */
  @Test
  void burstOfAnotherFeatureKeepsItsOriginal() throws IOException {
    raise();
    claim(second, POD, Attributes.CPU_BURST_MICROS).set(60_000L);

    first.releaseAll();
    assertQuotaAndBurst("50000", "50000");

    second.releaseAll();
    assertQuotaAndBurst("50000", "0");
  }

  /** The kernel refused it for ever. */
  @Test
  void originalBurstAboveTheQuotaIsRestoredAsFarAsTheKernelAllows() throws IOException {
    raise();
    setByOthers(60_000);
    claim(second, POD, Attributes.CPU_BURST_MICROS).set(20_000L);
    first.releaseAll();

    second.releaseAll();

    assertQuotaAndBurst("50000", "50000");
    controls.close();
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void originalBurstThatKubeletsNewQuotaExcludesIsRestoredAsFar() throws IOException {
    setByOthers(40_000);
    claim(second, POD, Attributes.CPU_BURST_MICROS).set(10_000L);
    node.set("cpu", POD, "cpu.cfs_quota_us", "30000");

    second.releaseAll();

    assertQuotaAndBurst("30000", "30000");
  }

  @Test
  void bothAreRestoredAfterACrash() throws IOException {
    raise();
    claim(second, POD, Attributes.CPU_BURST_MICROS).set(60_000L);

    crashAndRestore();

    assertQuotaAndBurst("50000", "0");
  }

  @Test
  void burstOfAnotherProcessIsLoweredAfterACrash() throws IOException {
    raise();
    setByOthers(60_000);

    crashAndRestore();

    assertQuotaAndBurst("50000", "50000");
  }

  @Test
  void otherRefusalsStayRefusals() throws IOException {
    raise();
    setByOthers(20_000);
    String quota = node.file("cpu", POD, "cpu.cfs_quota_us");
    node.faults().failNext(Operation.WRITE, quota, Errno.EINVAL);
    assertThrows(IOException.class, () -> first.releaseAll());
    assertQuotaAndBurst("80000", "20000");

    assertThrows(
        IOException.class, () -> claim(second, POD, Attributes.CPU_BURST_MICROS).set(90_000L));
    assertQuotaAndBurst("80000", "20000");
  }

  @Test
  void kernelWithoutABurstIsNoFurtherProblem() throws IOException {
    raise();
    node.removeFile("cpu", POD, "cpu.cfs_burst_us");
    String quota = node.file("cpu", POD, "cpu.cfs_quota_us");
    node.faults().failNext(Operation.WRITE, quota, Errno.EINVAL);

    IOException failure = assertThrows(IOException.class, () -> first.releaseAll());

    assertEquals(0, failure.getSuppressed().length);
  }
}
