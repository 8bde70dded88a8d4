package io.rubik.usage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The node's memory, from {@code /proc/meminfo}.
 *
 * <pre>
 * MemTotal:       65805008 kB
 * MemFree:         1316100 kB
 * MemAvailable:   38166904 kB
 * HugePages_Total:    1024
 * Hugepagesize:       2048 kB
 * Hugetlb:         2097152 kB
 * </pre>
 *
 * <p>See proc_meminfo(5) and Documentation/filesystems/proc.rst; a kB is 1024 bytes. Memory set
 * aside for huge pages is part of the total, and neither free nor available, whether it is used or
 * not: nobody but those who ask for huge pages can have it. {@code Hugetlb} has those of all sizes,
 * {@code HugePages_Total} those of one; only old kernels lack the former.
 *
 * @param totalBytes of the kernel for all purposes, more than 0
 * @param freeBytes not used for anything, page cache neither
 * @param availableBytes what programs could have without swapping, with the page cache that can be
 *     given up; empty before Linux 3.14
 * @param hugePageBytes set aside for huge pages of all sizes, less than the total
 */
public record MemInfo(
    long totalBytes, long freeBytes, OptionalLong availableBytes, long hugePageBytes) {

  private static final long BYTES_PER_KB = 1024;
  private static final String KB = " kB";

  /** Fails with {@code IllegalArgumentException} on a node without memory. */
  public MemInfo {
    if (totalBytes <= 0 || freeBytes < 0 || availableBytes.orElse(0) < 0) {
      throw new IllegalArgumentException(freeBytes + " bytes of " + totalBytes + " are free");
    }
    if (hugePageBytes < 0 || hugePageBytes >= totalBytes) {
      throw new IllegalArgumentException(
          hugePageBytes + " bytes of " + totalBytes + " are huge pages");
    }
  }

  /**
   * Returns what the file's text says; fails with {@code IllegalArgumentException} when one of the
   * lines that every kernel has is missing or holds no number.
   */
  public static MemInfo parse(String text) {
    return new MemInfo(
        required(text, "MemTotal:"),
        required(text, "MemFree:"),
        bytes(text, "MemAvailable:").stream().mapToLong(Long::longValue).findFirst(),
        hugePageBytes(text));
  }

  /** Returns what is there for programs that do not ask for huge pages. */
  public long ordinaryBytes() {
    return totalBytes - hugePageBytes;
  }

  private static long hugePageBytes(String text) {
    return bytes(text, "Hugetlb:")
        .orElseGet(() ->
            Math.multiplyExact(
                number(text, "HugePages_Total:", "").orElse(0L),
                bytes(text, "Hugepagesize:").orElse(0L)));
  }

  private static long required(String text, String key) {
    return bytes(text, key)
        .orElseThrow(() -> new IllegalArgumentException("there is no " + key + " in kB"));
  }

  private static Optional<Long> bytes(String text, String key) {
    return number(text, key, KB).map(number -> Math.multiplyExact(number, BYTES_PER_KB));
  }

  private static Optional<Long> number(String text, String key, String unit) {
    return text.lines()
        .filter(line -> line.startsWith(key) && line.endsWith(unit))
        .findFirst()
        .map(line -> line.substring(key.length(), line.length() - unit.length()).strip())
        .map(Long::parseLong);
  }
}
