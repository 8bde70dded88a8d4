package io.rubik.feature.quotaturbo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuQuota;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Container c in pod p in the cgroup q of its QoS class. */
final class QuotaPlanTest {

  /** Columns: quotas of c, p and q, the next quota of c, the writes in their order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50000 | 80000  | 200000 | 60000 | q=210000 p=90000 c=60000",
        "60000 | 90000  | 210000 | 50000 | c=50000 p=80000 q=200000",
        "50000 | -1     | 200000 | 60000 | q=210000 c=60000",
        "50000 | 80000  | -1     | 60000 | p=90000 c=60000",
        "50000 | -1     | -1     | 60000 | c=60000",
        "60000 | -1     | -1     | 50000 | c=50000",
        "50000 | 80000  | 200000 | 50000 | ''",
        "-1    | 80000  | 200000 | 50000 | ''",
        "60000 | 10500  | 200000 | 50000 | c=50000 p=1000 q=190000"
      })
  void levelsChangeByTheSame(long c, long p, long q, long next, String writes) {
    assertEquals(writes, text(plan(c, p, q, next).writes()));
  }

  /** Columns: how many writes were made, what undoes them. */
  @ParameterizedTest
  @CsvSource({"0, ''", "1, q=200000", "2, p=80000 q=200000", "3, c=50000 p=80000 q=200000"})
  void completedWritesAreUndone(int made, String writes) {
    assertEquals(writes, text(plan(50_000, 80_000, 200_000, 60_000).rollback(made)));
  }

  /** Columns: periods of container and pod, next quota of the container (now 50000), writes. */
  @ParameterizedTest
  @CsvSource({
    "100000, 50000, 60000, p=85000 c=60000",
    "100000, 50000, 50001, p=80001 c=50001",
    "50000, 100000, 50001, p=80002 c=50001",
    "100000, 50000, 40000, c=40000 p=75000",
    "100000, 50000, 49999, c=49999"
  })
  void levelWithAnotherPeriodChangesByAsManyCpus(
      long period, long podPeriod, long next, String writes) {
    List<QuotaLevel> levels =
        List.of(
            new QuotaLevel("c", new CpuQuota(50_000), period),
            new QuotaLevel("p", new CpuQuota(80_000), podPeriod));

    assertEquals(writes, text(QuotaPlan.change(levels, next).writes()));
  }

  /** Columns: quota of the pod now and as it should be, of its containers too, the writes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "90000 | 80000 | 60000 | 50000 | 30000 | 30000 | c=50000 p=80000",
        "90000 | -1    | 60000 | 50000 | 30000 | 30000 | p=-1 c=50000",
        "70000 | 80000 | 40000 | 50000 | 30000 | 30000 | p=80000 c=50000",
        "80000 | 80000 | 60000 | 50000 | 20000 | 30000 | c=50000 d=30000",
        "-1    | 80000 | 60000 | 50000 | 20000 | 30000 | c=50000 d=30000 p=80000",
        "-1    | -1    | 50000 | 50000 | 30000 | 30000 | ''"
      })
  void quotasOfTheLimitsReturn(
      long p, long podLimit, long c, long limit, long d, long otherLimit, String writes) {
    QuotaPlan plan =
        QuotaPlan.reset(
            write("p", p, podLimit), List.of(write("c", c, limit), write("d", d, otherLimit)));

    assertEquals(writes, text(plan.writes()));
  }

  @Test
  void kernelTakesEveryWriteAndItsUndoing() throws IOException {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline().cgroup("q/p/c")) {
      CgroupTree tree = node.tree();
      String c = "q/p/c";
      List<QuotaLevel> levels = List.of(level(c, 50_000), level("q/p", 50_000), level("q", 50_000));
      for (QuotaLevel level : levels.reversed()) {
        tree.cgroup(level.path()).write(Attributes.CPU_QUOTA, level.quota());
      }

      for (long next : new long[] {90_000, 20_000}) {
        QuotaPlan plan = QuotaPlan.change(levels, next);
        write(tree, plan.writes());
        assertEquals(Long.toString(next), node.read("cpu", c, "cpu.cfs_quota_us"));
        write(tree, plan.rollback(3));
        assertEquals("50000", node.read("cpu", "q", "cpu.cfs_quota_us"));
      }
    }
  }

  private static void write(CgroupTree tree, List<QuotaWrite> writes) throws IOException {
    for (QuotaWrite write : writes) {
      tree.cgroup(write.path()).write(Attributes.CPU_QUOTA, write.to());
    }
  }

  private static QuotaPlan plan(long c, long p, long q, long next) {
    return QuotaPlan.change(List.of(level("c", c), level("p", p), level("q", q)), next);
  }

  private static QuotaLevel level(String path, long quota) {
    return new QuotaLevel(path, new CpuQuota(quota), 100_000);
  }

  private static QuotaWrite write(String path, long from, long to) {
    return new QuotaWrite(path, new CpuQuota(from), new CpuQuota(to));
  }

  private static String text(List<QuotaWrite> writes) {
    return writes.stream()
        .map(write -> write.path() + "=" + write.to().micros())
        .collect(Collectors.joining(" "));
  }
}
