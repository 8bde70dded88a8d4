package io.rubik.standin;

/** What can go wrong on demand. */
public enum FaultKind {
  /** HTTP 401. */
  UNAUTHORIZED,
  /** HTTP 403. */
  FORBIDDEN,
  /** HTTP 410 with reason Expired. */
  GONE,
  /** HTTP 429 with Retry-After. */
  TOO_MANY_REQUESTS,
  /** HTTP 500. */
  SERVER_ERROR,
  /** HTTP 503. */
  UNAVAILABLE,
  /** HTTP 503, whose body trickles in. */
  SLOWLY_UNAVAILABLE,
  /** HTTP 200 with an HTML page, as of a login, whose body trickles in. */
  SLOW_PAGE,
  /** The request is accepted and not answered until the fault ends; the connection stays open. */
  STALL,
  /** The connection is reset instead of an answer. */
  RESET,
  /** An eviction is refused with 429, as by a pod disruption budget. */
  BUDGET,

  /** A list trickles in. */
  SLOW,
  /** A list ends in the middle: the connection (HTTP/2: the stream) is closed. */
  TRUNCATED,
  /** A list, or an event of a watch, is not JSON. */
  INVALID_JSON,
  /** A list has no field {@code items}. */
  ITEMS_MISSING,
  /** A list is one of nodes. */
  OTHER_KIND,
  /** A list says that there are no pods. */
  EMPTY_LIST,
  /** Field selectors are taken without their conditions on the phase, as by some proxies. */
  PHASE_IGNORED,
  /** Every pod, of lists and of watches, has fields that no client knows. */
  UNKNOWN_FIELDS,

  /** A watch ends cleanly as soon as it begins. */
  WATCH_CLOSED,
  /** A watch is answered by an ERROR event: 410, Expired. */
  WATCH_EXPIRED,
  /** Running watches send nothing, not even bookmarks, until the fault ends; then they catch up. */
  WATCH_SILENT,
  /** The events of running watches trickle in, until the fault ends. */
  WATCH_DRIPPING,
  /** Running watches send white space and nothing else, until the fault ends. */
  WATCH_BLANK,
  /** An event is sent twice. */
  DUPLICATE_EVENT,
  /** An event is held back and sent after the next one. */
  OUT_OF_ORDER_EVENT,
  /** A DELETED event is not sent. */
  DROPPED_DELETE
}
