package io.rubik.standin;

/** The requests that a fault affects. */
public enum FaultTarget {
  /** Every request but those to the stand-in itself. */
  ANY,
  /** Lists of pods. */
  LIST,
  /** Watches of pods. */
  WATCH,
  /** Requests for a single pod, without evictions. */
  POD,
  /** Evictions. */
  EVICTION,
  /** Everything else: discovery, version. */
  OTHER;

  boolean covers(FaultTarget actual) {
    return this == ANY || this == actual;
  }
}
