package io.rubik.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What faults make of the events of one watch: doubled, dropped or out of order. */
final class EventFaults {

  private final Faults faults;
  private Optional<WatchEvent> heldBack = Optional.empty();

  EventFaults(Faults faults) {
    this.faults = faults;
  }

  /** Returns what is sent now for this event. */
  List<WatchEvent> apply(WatchEvent event) {
    if (event.type().equals("DELETED") && strikes(FaultKind.DROPPED_DELETE)) {
      return List.of();
    }
    if (heldBack.isEmpty() && strikes(FaultKind.OUT_OF_ORDER_EVENT)) {
      heldBack = Optional.of(event);
      return List.of();
    }
    List<WatchEvent> sent = new ArrayList<>(List.of(event));
    if (strikes(FaultKind.DUPLICATE_EVENT)) {
      sent.add(event);
    }
    heldBack.ifPresent(sent::add);
    heldBack = Optional.empty();
    return sent;
  }

  private boolean strikes(FaultKind kind) {
    return faults.strikes(kind, FaultTarget.WATCH);
  }
}
