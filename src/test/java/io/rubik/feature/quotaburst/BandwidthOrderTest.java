package io.rubik.feature.quotaburst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BandwidthOrderTest {

  /** Columns: quota and burst before, quota and burst after; -1 is no quota. */
  @ParameterizedTest
  @CsvSource({
    "50000, 20000, 10000, 5000",
    "50000, 50000, 20000, 20000",
    "50000, 50000, 90000, 20000",
    "20000, 20000, 50000, 50000",
    "20000, 10000, 90000, 10000",
    "90000, 10000, 20000, 10000",
    "90000, 10000, 20000, 20000",
    "-1, 90000, 50000, 50000",
    "-1, 0, 50000, 50000",
    "50000, 50000, -1, 0",
    "50000, 20000, -1, 90000"
  })
  void kernelTakesBothInThatOrder(long fromQuota, long fromBurst, long toQuota, long toBurst)
      throws IOException {
    try (CgroupFixture v1 = CgroupFixture.v1().cgroupfs().mainline().cgroup("kubepods/podx");
        CgroupFixture v2 = CgroupFixture.v2().cgroupfs().mainline().cgroup("kubepods/podx")) {
      for (CgroupFixture node : new CgroupFixture[] {v1, v2}) {
        Cgroup cgroup = CgroupTree.detect(node.cgroupRoot()).cgroup("kubepods/podx");
        cgroup.write(Attributes.CPU_QUOTA, new CpuQuota(fromQuota));
        cgroup.write(Attributes.CPU_BURST_MICROS, fromBurst);

        switch (BandwidthOrder.of(fromBurst, toBurst)) {
          case BURST_FIRST -> {
            cgroup.write(Attributes.CPU_BURST_MICROS, toBurst);
            cgroup.write(Attributes.CPU_QUOTA, new CpuQuota(toQuota));
          }
          case QUOTA_FIRST -> {
            cgroup.write(Attributes.CPU_QUOTA, new CpuQuota(toQuota));
            cgroup.write(Attributes.CPU_BURST_MICROS, toBurst);
          }
        }

        assertEquals(Optional.of(new CpuQuota(toQuota)), cgroup.read(Attributes.CPU_QUOTA));
        assertEquals(Optional.of(toBurst), cgroup.read(Attributes.CPU_BURST_MICROS));
      }
    }
  }
}
