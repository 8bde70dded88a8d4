package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node with 50 GiB of which 5 GiB are reserved: more than 10 GiB free is plenty. */
final class FssrPolicyTest {

  private static final long GIB = 1L << 30;
  private static final long TOTAL_BYTES = 50 * GIB;

  private final FssrPolicy policy = new FssrPolicy();

  /** Columns: memory of the node in GiB, what is reserved of it in MiB. */
  @ParameterizedTest
  @CsvSource({"50, 5120", "100, 10240", "101, 10240", "1000, 10240", "10, 1024"})
  void reservedIsATenthAndAtMostTenGiB(long totalGib, long reservedMib) {
    assertEquals(reservedMib << 20, FssrPolicy.reservedBytes(new FreeMemory(totalGib * GIB, 0)));
  }

  /**
   * Columns: checks as {@code count*free}, free in GiB and the letters - and + for a byte less and
   * more; the percentage of memory.high afterwards.
   */
  @ParameterizedTest
  @CsvSource({
    "'', 80",
    // less than reserved
    "1*5-, 70",
    "2*5-, 60",
    "5*5-, 30",
    "6*0, 30",
    "100*0, 30",
    // between, both ends included
    "1*5, 80",
    "1*5- 100*5, 70",
    "1*5- 100*10, 70",
    // more than twice that, twelve times in a row
    "1*5- 11*10+, 70",
    "1*5- 12*10+, 71",
    "1*5- 23*10+, 71",
    "1*5- 24*10+, 72",
    "1*5- 120*50, 80",
    "1*5- 132*50, 80",
    "12*50, 80",
    // interrupted
    "1*5- 11*10+ 1*10 11*10+, 70",
    "1*5- 11*10+ 1*10 12*10+, 71",
    "1*5- 11*10+ 1*5- 11*10+, 60",
    "1*5- 12*10+ 1*10 11*10+, 71",
    // down again from a percentage between
    "1*5- 12*10+ 1*5-, 61",
    "5*0 12*50 1*0, 30",
    "5*0 60*50 1*0, 30"
  })
  void highFallsFastAndRisesSlowly(String checks, int percent) {
    Arrays.stream(checks.split(" ")).filter(check -> !check.isEmpty()).forEach(this::check);

    long bytes = policy.high(new FreeMemory(TOTAL_BYTES, 0)).bytes();

    assertEquals(percent, Math.ceilDiv(bytes * 100, TOTAL_BYTES));
    assertEquals(0, bytes % 65_536);
  }

  @Test
  void highFollowsTheNodesMemory() {
    assertEquals(80 * GIB, policy.high(new FreeMemory(100 * GIB, 0)).bytes());
    assertEquals(160 * GIB, policy.high(new FreeMemory(200 * GIB, 0)).bytes());
  }

  private void check(String text) {
    String[] parts = text.split("\\*", 2);
    String free = parts[1].replaceAll("[+-]", "");
    long bytes = Long.parseLong(free) * GIB;
    bytes += parts[1].endsWith("+") ? 1 : parts[1].endsWith("-") ? -1 : 0;
    for (int i = 0; i < Integer.parseInt(parts[0]); i++) {
      policy.check(new FreeMemory(TOTAL_BYTES, bytes));
    }
  }
}
