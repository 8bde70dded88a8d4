package io.rubik.feature.quotaburst;

/** What becomes of the burst of one cgroup. */
sealed interface BurstDecision {

  /** It is written. */
  record Write(long burstMicros) implements BurstDecision {}

  /**
   * It is not.
   *
   * @param reason follows the name of the pod or container: {@code has no CPU limit}
   */
  record Refuse(String reason) implements BurstDecision {}
}
