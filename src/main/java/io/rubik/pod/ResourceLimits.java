package io.rubik.pod;

/**
 * What a container or pod may use at most.
 *
 * @param cpuMillicores thousandths of a CPU
 */
public record ResourceLimits(Limit cpuMillicores, Limit memoryBytes) {

  /** Nothing is known. */
  public static final ResourceLimits UNKNOWN = new ResourceLimits(Limit.UNKNOWN, Limit.UNKNOWN);

  /** Returns these where they are known, else the others. */
  public ResourceLimits or(ResourceLimits others) {
    return new ResourceLimits(
        cpuMillicores.or(others.cpuMillicores), memoryBytes.or(others.memoryBytes));
  }
}
