package io.rubik.capability;

import java.util.List;

/**
 * Something a feature needs of the host.
 *
 * @param name says what it is for: {@code CPU priority of online pods}
 * @param providers in order: the first that is there is used
 * @param remedy what the administrator can do without any: {@code boot Linux 5.14 or later}
 */
public record Need(String name, List<Provider> providers, String remedy) {

  /** Copies the providers; fails with {@code IllegalArgumentException} without any. */
  public Need {
    providers = List.copyOf(providers);
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("nothing can provide " + name);
    }
  }
}
