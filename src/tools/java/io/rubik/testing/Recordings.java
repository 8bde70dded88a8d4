package io.rubik.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Kernel files as machines had them: {@code src/test/resources/host/MACHINE/FILE}. */
public final class Recordings {

  private Recordings() {}

  /** Returns what such a file holds, fails when there is none. */
  public static String text(String machine, String file) throws IOException {
    String name = "/host/" + machine + "/" + file;
    try (InputStream stream = Recordings.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new FileNotFoundException("src/test/resources" + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
