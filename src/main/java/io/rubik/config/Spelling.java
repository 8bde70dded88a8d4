package io.rubik.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
public final class Spelling {

  private Spelling() {}

  /** Returns the known name nearest to the given one, empty when none is near. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    int limit = Math.max(2, name.length() / 3);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** The Levenshtein distance, letter case ignored. */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(previous[j - 1] + change, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[right.length()];
  }
}
