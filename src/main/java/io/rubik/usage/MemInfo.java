package io.rubik.usage;

/**
 * The node's memory, from {@code /proc/meminfo}.
 *
 * <pre>
 * MemTotal:        8388608 kB
 * MemFree:         4194304 kB
 * </pre>
 *
 * <p>See proc_meminfo(5); a kB is 1024 bytes.
 *
 * @param totalBytes more than 0
 * @param freeBytes not used for anything, page cache neither
 */
public record MemInfo(long totalBytes, long freeBytes) {

  private static final long BYTES_PER_KB = 1024;

  /** Fails with {@code IllegalArgumentException} on a node without memory. */
  public MemInfo {
    if (totalBytes <= 0 || freeBytes < 0) {
      throw new IllegalArgumentException(freeBytes + " bytes of " + totalBytes + " are free");
    }
  }

  /**
   * Returns what the file's text says; fails with {@code IllegalArgumentException} when one of the
   * lines is missing or holds no number.
   */
  public static MemInfo parse(String text) {
    return new MemInfo(bytes(text, "MemTotal:"), bytes(text, "MemFree:"));
  }

  private static long bytes(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key) && line.endsWith(" kB"))
        .findFirst()
        .map(line -> line.substring(key.length(), line.length() - " kB".length()).strip())
        .map(number -> Math.multiplyExact(Long.parseLong(number), BYTES_PER_KB))
        .orElseThrow(() -> new IllegalArgumentException("there is no " + key + " in kB"));
  }
}
