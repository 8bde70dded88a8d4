package io.rubik.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Which owner's value is in force where several claim one setting: the order does not depend on who
 * came first, and the others' values count once the first has released its claim.
 */
public final class Precedence {

  /** From the highest to the lowest: what protects online pods goes before what helps a pod. */
  private static final List<String> ORDER =
      List.of("preemption", "quotaTurbo", "quotaBurst", "dynMemory");

  private Precedence() {}

  /** Returns the order of these owners; one that it does not name comes after those it names. */
  public static List<String> of(List<String> owners) {
    List<String> order = new ArrayList<>(ORDER);
    owners.stream().filter(owner -> !ORDER.contains(owner)).forEach(order::add);
    return List.copyOf(order);
  }
}
