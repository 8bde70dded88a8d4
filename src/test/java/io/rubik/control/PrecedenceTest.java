package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PrecedenceTest {

  private static final List<String> NAMED =
      List.of("preemption", "quotaTurbo", "quotaBurst", "dynMemory");

  @Test
  void orderDoesNotDependOnTheOwnersOrder() {
    assertEquals(NAMED, Precedence.of(NAMED.reversed()));
  }

  @Test
  void ownerThatIsNotNamedComesAfterThoseThatAre() {
    assertEquals(
        List.of("preemption", "quotaTurbo", "quotaBurst", "dynMemory", "sample", "another"),
        Precedence.of(List.of("sample", "preemption", "another", "dynMemory")));
  }
}
