package io.rubik.pod;

import java.util.OptionalLong;

/**
 * What a container or pod may use at most.
 *
 * @param cpuMillicores thousandths of a CPU, empty without a limit
 * @param memoryBytes empty without a limit
 */
public record ResourceLimits(OptionalLong cpuMillicores, OptionalLong memoryBytes) {

  /** No limits. */
  public static final ResourceLimits NONE =
      new ResourceLimits(OptionalLong.empty(), OptionalLong.empty());
}
