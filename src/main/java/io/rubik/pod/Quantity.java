package io.rubik.pod;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as Kubernetes writes them: {@code 0.5}, {@code 290m}, {@code 1k}, {@code 1.5Gi}, {@code
 * 12e3} (apimachinery, pkg/api/resource/quantity.go).
 */
final class Quantity {

  /** More than any quantity an API server writes. */
  static final int MAX_LENGTH = 64;

  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(?:[eE]([+-]?[0-9]{1,4})|([A-Za-z]{0,2}))");

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.TWO.pow(10)),
          Map.entry("Mi", BigDecimal.TWO.pow(20)),
          Map.entry("Gi", BigDecimal.TWO.pow(30)),
          Map.entry("Ti", BigDecimal.TWO.pow(40)),
          Map.entry("Pi", BigDecimal.TWO.pow(50)),
          Map.entry("Ei", BigDecimal.TWO.pow(60)));

  private Quantity() {}

  /**
   * Returns a quantity in units of 10^-{@code decimals}, rounded up as Kubernetes does: 290 for
   * {@code 290m} and 3. Fails with {@code IllegalArgumentException} when it is not a quantity, is
   * negative or does not fit.
   */
  static long parse(String text, int decimals) {
    Matcher form = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !form.matches()) {
      throw new IllegalArgumentException("is not a quantity");
    }
    BigDecimal value = value(form).movePointRight(decimals);
    if (value.signum() < 0) {
      throw new IllegalArgumentException("is negative");
    }
    if (value.precision() - value.scale() > 18) { // digits before the point; never written out
      throw new IllegalArgumentException("is too large");
    }
    return value.setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static BigDecimal value(Matcher form) {
    BigDecimal number = new BigDecimal(form.group(1));
    String exponent = form.group(2);
    if (exponent != null) {
      return number.scaleByPowerOfTen(Integer.parseInt(exponent));
    }
    BigDecimal suffix = SUFFIXES.get(form.group(3));
    if (suffix == null) {
      throw new IllegalArgumentException("is not a quantity");
    }
    return number.multiply(suffix);
  }
}
