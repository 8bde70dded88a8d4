package io.rubik.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

final class LineFormatTest {

  @Test
  void lineHasTimeLevelPlaceAndMessage() {
    assertEquals(
        "2026-01-31 12:00:00.007 [rubik] level=info File.java:123:method() pod added\n",
        text(Events.info("pod added")));
  }

  @Test
  void timeIsLocal() {
    LineFormat format = new LineFormat(ZoneId.of("Asia/Shanghai"), false);

    String line = new String(format.format(Events.info("late")), UTF_8);

    assertTrue(line.startsWith("2026-01-31 20:00:00.007 "), line);
  }

  @ParameterizedTest
  @CsvSource({"DEBUG,debug,<7>", "INFO,info,<6>", "WARN,warn,<4>", "ERROR,error,<3>"})
  void levelHasNameAndPriority(Level level, String name, String priority) {
    LogEntry event = Events.event(level, "x", null);
    LineFormat journal = new LineFormat(ZoneOffset.UTC, true);

    String line = text(event);

    assertTrue(line.contains(" level=" + name + " "), line);
    assertEquals(priority + line, new String(journal.format(event), UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "io.rubik.Main, run, run",
    "io.rubik.Main, lambda$start$0, start",
    "io.rubik.Main, lambda$start$7f3a$1, start",
    "io.rubik.Main, lambda$new$2, Main",
    "io.rubik.Main, <init>, Main",
    "io.rubik.Main$Inner, <init>, Inner",
    "io.rubik.Main, <clinit>, static",
    "io.rubik.Main, lambda$static$0, static",
    "io.rubik.Main, lambda$, lambda$",
  })
  void methodIsNamedAsInTheSource(String className, String method, String shown) {
    String line = text(Events.in(className, method));

    assertTrue(line.endsWith(" File.java:123:" + shown + "() message\n"), line);
  }

  @Test
  void messageCannotForgeALine() {
    String line = text(Events.info("a\n2026-01-31 12:00:00.000 [rubik] level=error forged\r\nb"));

    assertTrue(
        line.endsWith(" a\\n2026-01-31 12:00:00.000 [rubik] level=error forged\\r\\nb\n"), line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void exceptionFollowsTheMessage() {
    IOException exception = new IOException("disk\ngone");
    exception.setStackTrace(new StackTraceElement[0]);

    assertTrue(
        text(Events.event(Level.ERROR, "cannot write", exception))
            .endsWith(" cannot write: java.io.IOException: disk\\ngone\n"));
    assertTrue(
        text(Events.event(Level.ERROR, null, exception))
            .endsWith(" File.java:123:method() java.io.IOException: disk\\ngone\n"));
  }

  private static String text(LogEntry event) {
    return new String(Events.FORMAT.format(event), UTF_8);
  }
}
