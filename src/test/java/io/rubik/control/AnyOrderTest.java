package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnyOrderTest {

  private final List<String> done = new ArrayList<>();

  /** Each can be done only after its successor. */
  private void afterSuccessor(int number) throws IOException {
    if (number < 3 && !done.contains(String.valueOf(number + 1))) {
      throw new IOException(number + " is too early");
    }
    done.add(String.valueOf(number));
  }

  @Test
  void whatFailsIsAttemptedAgainAsLongAsAnythingSucceeds() throws IOException {
    AnyOrder.attempt(List.of(1, 2, 3), this::afterSuccessor);

    assertEquals(List.of("3", "2", "1"), done);
  }

  @Test
  void whatNeverSucceedsIsAFailureAndKeepsNoOtherFromBeingDone() {
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                AnyOrder.attempt(
                    List.of("a", "bad", "b"),
                    element -> {
                      if (element.equals("bad")) {
                        throw new IOException(element);
                      }
                      done.add(element);
                    }));

    assertEquals("bad", failure.getMessage());
    assertEquals(List.of("a", "b"), done);
  }

  @Test
  void aFaultInTheProgramKeepsNoOtherFromBeingDoneEither() {
    assertThrows(
        IllegalStateException.class,
        () ->
            AnyOrder.attempt(
                List.of("bad", "a"),
                element -> {
                  if (element.equals("bad")) {
                    throw new IllegalStateException(element);
                  }
                  done.add(element);
                }));

    assertEquals(List.of("a"), done);
  }
}
