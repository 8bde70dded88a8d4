package io.rubik.feature.dynmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rubik.cgroup.MemoryLimit;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DynLevelPolicyTest {

  private static final long PAGE = 65_536;

  private final DynLevelPolicy policy = new DynLevelPolicy();

  /** Columns: free bytes of 10000, the level. */
  @ParameterizedTest
  @CsvSource({
    "10000, NORMAL",
    "3001, NORMAL",
    "3000, LOW",
    "1501, LOW",
    "1500, MID",
    "1001, MID",
    "1000, HIGH",
    "501, HIGH",
    "500, CRITICAL",
    "0, CRITICAL"
  })
  void levelIsThatOfTheFreeMemory(long free, MemoryLevel level) {
    assertEquals(level, MemoryLevel.of(new FreeMemory(10_000, free)));
  }

  /** Columns: percent free at each check, what is done: the first letters of the step's words. */
  @ParameterizedTest
  @CsvSource({
    "100 31, N N",
    "30 30 30, SSL SSL SSL",
    "15 15, FE FE",
    "10 10, SHL SHL",
    "5 0, DCASHL DCASHL",
    "30 15 10 5 10 15 30, SSL FE SHL DCASHL SHL FE SSL",
    // relief after whichever level
    "30 31 31 31 31 31 31, SSL RHL RHL RHL RHL LL N",
    "15 31 31 31 31 31 31, FE RHL RHL RHL RHL LL N",
    "10 31 31 31 31 31 31, SHL RHL RHL RHL RHL LL N",
    "5 31 31 31 31 31 31 31, DCASHL RHL RHL RHL RHL LL N N",
    // interrupted, it starts again
    "10 31 31 30 31 31 31 31 31 31, SHL RHL RHL SSL RHL RHL RHL RHL LL N",
    "10 31 31 31 31 10 31 31 31 31 31 31, SHL RHL RHL RHL RHL SHL RHL RHL RHL RHL LL N",
    // once more after it ended
    "30 31 31 31 31 31 31 30 31 31 31 31 31 31,"
        + " SSL RHL RHL RHL RHL LL N SSL RHL RHL RHL RHL LL N"
  })
  void stepFollowsTheLevels(String percents, String steps) {
    String taken =
        Arrays.stream(percents.split(" "))
            .map(percent -> policy.check(new FreeMemory(100, Long.parseLong(percent))))
            .map(DynLevelPolicyTest::letters)
            .collect(Collectors.joining(" "));

    assertEquals(steps, taken);
  }

  /** Columns: usage and free memory in pages, soft limit, the three tries of a hard limit. */
  @ParameterizedTest
  @CsvSource({
    "1000, 500, 1010, 1010, 1020, 1030",
    "0, 100, 2, 2, 4, 6",
    "7, 0, 7, 7, 7, 7",
    "7, 49, 7, 7, 8, 9"
  })
  void limitIsWhatIsUsedAndTwoPercentOfWhatIsFree(
      long usage, long free, long soft, long first, long second, long third) {
    FreeMemory node = new FreeMemory(1 << 30, free * PAGE);

    assertEquals(pages(soft), DynLevelPolicy.softLimit(usage * PAGE, node));
    assertEquals(pages(first), DynLevelPolicy.hardLimit(usage * PAGE, node, 1));
    assertEquals(pages(second), DynLevelPolicy.hardLimit(usage * PAGE, node, 2));
    assertEquals(pages(third), DynLevelPolicy.hardLimit(usage * PAGE, node, 3));
    assertEquals(3, DynLevelPolicy.HARD_LIMIT_TRIES);
  }

  @ParameterizedTest
  @CsvSource({"1000, 1100", "100, 110", "0, 0"})
  void reliefRaisesByATenth(long limit, long raised) {
    assertEquals(pages(raised), DynLevelPolicy.raised(pages(limit)));
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807", "9223372036854771712", "9000000000000000000"})
  void limitBeyondAllMemoryIsNone(long bytes) {
    assertEquals(MemoryLimit.UNLIMITED, DynLevelPolicy.raised(new MemoryLimit(bytes)));
  }

  private static MemoryLimit pages(long count) {
    return new MemoryLimit(count * PAGE);
  }

  private static String letters(MemoryStep step) {
    return Arrays.stream(step.name().split("_"))
        .map(word -> word.substring(0, 1))
        .collect(Collectors.joining());
  }
}
