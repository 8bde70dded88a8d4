package io.rubik.cgroup.kubepods;

/**
 * A container's ID and its runtime.
 *
 * @param id letters, digits, {@code _} and {@code -} only, so that it is safe in a path
 */
public record ContainerId(ContainerRuntime runtime, String id) {

  private static final String SEPARATOR = "://";
  private static final int MAX_LENGTH = 128;

  /** Fails with {@code IllegalArgumentException} when the ID could not be a single path name. */
  public ContainerId {
    if (!SafeName.isSafe(id, MAX_LENGTH)) {
      throw new IllegalArgumentException("container ID \"" + id + "\" is not a plain name");
    }
  }

  /**
   * Parses the form of a pod's status, such as {@code containerd://4f5c…}; fails with {@code
   * IllegalArgumentException} for an unknown runtime or an ID that is not a plain name.
   */
  public static ContainerId parse(String text) {
    int end = text.indexOf(SEPARATOR);
    String scheme = end < 0 ? "" : text.substring(0, end);
    ContainerRuntime runtime =
        ContainerRuntime.ofScheme(scheme)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "container ID \""
                        + text
                        + "\" does not name a known runtime ("
                        + ContainerRuntime.schemes()
                        + ")"));
    return new ContainerId(runtime, text.substring(end + SEPARATOR.length()));
  }
}
