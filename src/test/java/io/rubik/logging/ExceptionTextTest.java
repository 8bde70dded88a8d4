package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExceptionTextTest {

  @Test
  void classMessageAndFramesAreOnOneLine() {
    IOException exception = at(new IOException("two\nlines"), frame("read", 7), frame("run", 3));

    assertEquals(
        "java.io.IOException: two\\nlines"
            + " [at io.rubik.File.read(File.java:7), io.rubik.File.run(File.java:3)]\n",
        text(exception));
  }

  @Test
  void causeShowsOnlyItsOwnFrames() {
    IOException cause = at(new IOException(), frame("read", 7), frame("start", 5), frame("run", 3));
    Exception exception =
        at(new IllegalStateException("x", cause), frame("start", 9), frame("run", 3));

    assertEquals(
        "java.lang.IllegalStateException: x"
            + " [at io.rubik.File.start(File.java:9), io.rubik.File.run(File.java:3)]"
            + " caused by java.io.IOException"
            + " [at io.rubik.File.read(File.java:7), io.rubik.File.start(File.java:5); 1 more]\n",
        text(exception));
  }

  @Test
  void suppressedExceptionsAreInBraces() {
    IOException exception = at(new IOException("a", at(new IOException("cause"))));
    exception.addSuppressed(at(new IOException("b")));

    assertEquals(
        "java.io.IOException: a suppressed {java.io.IOException: b}"
            + " caused by java.io.IOException: cause\n",
        text(exception));
  }

  @Test
  void twentyFramesAreShown() {
    StackTraceElement[] frames =
        IntStream.rangeClosed(1, 50)
            .mapToObj(line -> frame("recurse", line))
            .toArray(StackTraceElement[]::new);

    String text = text(at(new IOException("deep"), frames));

    assertTrue(text.endsWith("io.rubik.File.recurse(File.java:20); 30 more]\n"), text);
  }

  @Test
  void cyclicCausesEnd() {
    IOException first = at(new IOException("first"));
    first.initCause(at(new IOException("second", first)));

    assertEquals(
        "java.io.IOException: first caused by java.io.IOException: second"
            + " caused by java.io.IOException (shown before)\n",
        text(first));
  }

  @Test
  void sixteenExceptionsAreShown() {
    IOException exception = at(new IOException("many"));
    IntStream.range(0, 40).forEach(i -> exception.addSuppressed(at(new IOException("s" + i))));

    String text = text(exception);

    assertTrue(text.endsWith(" suppressed {java.io.IOException: s14} 25 more suppressed\n"), text);
  }

  @Test
  void longChainOfCausesEnds() {
    IOException exception = at(new IOException("e0"));
    for (int i = 1; i <= 40; i++) {
      exception = at(new IOException("e" + i, exception));
    }

    assertTrue(text(exception).endsWith("java.io.IOException: e25 caused by ...\n"));
  }

  @Test
  void failingGetMessageDoesNotLoseTheLine() {
    IOException exception =
        at(
            new IOException() {
              @Override
              public String getMessage() {
                throw new IllegalStateException("broken");
              }
            });

    assertTrue(text(exception).endsWith(": (no message: java.lang.IllegalStateException)\n"));
  }

  private static <E extends Throwable> E at(E exception, StackTraceElement... frames) {
    exception.setStackTrace(frames);
    return exception;
  }

  private static StackTraceElement frame(String method, int line) {
    return new StackTraceElement("io.rubik.File", method, "File.java", line);
  }

  private static String text(Throwable exception) {
    BoundedLine line = new BoundedLine();
    ExceptionText.append(line, exception);
    return new String(line.toBytes(), UTF_8);
  }
}
