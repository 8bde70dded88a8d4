package io.rubik.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FaultsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Faults faults = new Faults(nanos::get);

  @Test
  void faultWithoutLimitStaysUntilCleared() {
    faults.inject(Fault.of(FaultKind.SERVER_ERROR));

    assertTrue(strikes(FaultKind.SERVER_ERROR, FaultTarget.LIST));
    assertTrue(strikes(FaultKind.SERVER_ERROR, FaultTarget.WATCH));
    faults.clear();
    assertFalse(strikes(FaultKind.SERVER_ERROR, FaultTarget.LIST));
  }

  @Test
  void countedFaultEndsAfterItsCount() {
    faults.inject(Fault.of(FaultKind.SERVER_ERROR).times(2));

    assertTrue(strikes(FaultKind.SERVER_ERROR, FaultTarget.LIST));
    assertTrue(strikes(FaultKind.SERVER_ERROR, FaultTarget.LIST));
    assertFalse(strikes(FaultKind.SERVER_ERROR, FaultTarget.LIST));
  }

  @Test
  void timedFaultEndsByItself() {
    faults.inject(Fault.of(FaultKind.WATCH_SILENT).lasting(Duration.ofSeconds(5)));

    nanos.set(Duration.ofSeconds(5).toNanos() - 1);
    assertTrue(faults.isActive(FaultKind.WATCH_SILENT));
    nanos.set(Duration.ofSeconds(5).toNanos());
    assertFalse(faults.isActive(FaultKind.WATCH_SILENT));
    assertEquals(List.of(), faults.active());
  }

  @Test
  void faultAppliesOnlyToItsTarget() {
    faults.inject(Fault.of(FaultKind.STALL).on(FaultTarget.LIST));

    assertFalse(strikes(FaultKind.STALL, FaultTarget.WATCH));
    assertTrue(strikes(FaultKind.STALL, FaultTarget.LIST));
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Fault.of(FaultKind.STALL).times(-1));
    assertThrows(IllegalArgumentException.class, () -> Fault.of(FaultKind.SLOW).bytesPerSecond(0));
  }

  private boolean strikes(FaultKind kind, FaultTarget target) {
    return faults.strikes(kind, target);
  }
}
