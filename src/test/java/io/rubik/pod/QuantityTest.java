package io.rubik.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.rubik.testing.Thrown;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

  /** Columns: text, millis, whole units, both rounded up. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "2, 2000, 2",
    "+2, 2000, 2",
    "0.5, 500, 1",
    ".5, 500, 1",
    "5., 5000, 5",
    "290m, 290, 1",
    "0.1m, 1, 1",
    "1u, 1, 1",
    "1n, 1, 1",
    "1500m, 1500, 2",
    "1k, 1000000, 1000",
    "1e3, 1000000, 1000",
    "1E3, 1000000, 1000",
    "1e+3, 1000000, 1000",
    "5e-1, 500, 1",
    "0e9999, 0, 0",
    "1e-9999, 1, 1",
    "1Ki, 1024000, 1024",
    "1.5Gi, 1610612736000, 1610612736",
    "1M, 1000000000, 1000000",
    "1Mi, 1048576000, 1048576",
    "1G, 1000000000000, 1000000000",
    "1T, 1000000000000000, 1000000000000",
    "1Ti, 1099511627776000, 1099511627776"
  })
  void quantityIsRead(String text, long millis, long units) {
    assertEquals(millis, Quantity.parse(text, 3));
    assertEquals(units, Quantity.parse(text, 0));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, is not a quantity",
        "m, is not a quantity",
        "., is not a quantity",
        "x, is not a quantity",
        "1x, is not a quantity",
        "1K, is not a quantity",
        "1mi, is not a quantity",
        "1e, is not a quantity",
        "1e3m, is not a quantity",
        "1e3.5, is not a quantity",
        "1 m, is not a quantity",
        "` 1`, is not a quantity",
        "0x10, is not a quantity",
        "1_000, is not a quantity",
        "NaN, is not a quantity",
        "Infinity, is not a quantity",
        "--1, is not a quantity",
        "\u0661, is not a quantity",
        "-1, is negative",
        "-1n, is negative",
        "1E, is too large",
        "9Ei, is too large",
        "1e9999, is too large",
        "1e99999, is not a quantity",
        "1e999999999, is not a quantity",
        "99999999999999999999, is too large"
      })
  void anythingElseIsRefusedQuickly(String text, String reason) {
    assertEquals(
        reason,
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> Thrown.message(IllegalArgumentException.class, () -> Quantity.parse(text, 3))));
  }

  @ParameterizedTest
  @CsvSource({"63, 1", "64, is not a quantity"})
  void longTextIsRefused(int zeros, String result) {
    String text = "0".repeat(zeros) + "1";

    String found =
        zeros < Quantity.MAX_LENGTH
            ? Long.toString(Quantity.parse(text, 0))
            : Thrown.message(IllegalArgumentException.class, () -> Quantity.parse(text, 0));

    assertEquals(result, found);
  }
}
