package io.rubik.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Lists and watches of hostile pods, through the whole chain from JSON to the cgroup files. */
class HostilePodsFuzzTest {

  private static final int STEPS = 60;

  @Test
  void hostilePodsHarmNobody() throws Exception {
    long rounds =
        FuzzTime.given()
            .run(seed -> {
              try (HostileNode node = new HostileNode(seed)) {
                node.run(STEPS);
              }
            });
    assertTrue(rounds > 0);
  }
}
