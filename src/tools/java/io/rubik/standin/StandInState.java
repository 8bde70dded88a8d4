package io.rubik.standin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What outlives a restart of the server. */
record StandInState(
    StandInSettings settings,
    PodRegistry pods,
    Faults faults,
    OpenWatches watches,
    Connections connections,
    RequestLog requests,
    Authentication authentication,
    List<EvictionRecord> evictions) {

  static StandInState of(StandInSettings settings) {
    PodRegistry pods = new PodRegistry(settings.historyLimit());
    return new StandInState(
        settings,
        pods,
        new Faults(System::nanoTime),
        new OpenWatches(pods),
        new Connections(),
        new RequestLog(),
        new Authentication(settings.token()),
        new CopyOnWriteArrayList<>());
  }
}
