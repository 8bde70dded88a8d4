package io.rubik.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that pages quote, in the first column of a table, are those of the program. */
final class MessagesTest {

  private static final Pattern QUOTED = Pattern.compile("`([^`]* [^`]*)`");

  /** Where a text is broken into two lines of source. */
  private static final Pattern BREAK = Pattern.compile("\"\\s*\\+\\s*\"");

  @ParameterizedTest
  @ValueSource(strings = {"docs/troubleshooting.md", "docs/features/quota-burst.md"})
  void quotedMessagesAreInTheSource(String page) throws IOException {
    String source = source();
    List<String> quoted = quoted(Files.readString(Path.of(page)));

    assertTrue(quoted.size() > 3, "messages are found");
    assertEquals(List.of(), quoted.stream().filter(text -> !isIn(source, text)).toList());
  }

  /** Each part between what differs from case to case, which is written as … or as a number. */
  private static boolean isIn(String source, String message) {
    return Stream.of(message.split("…|\\b\\d+\\b")).allMatch(part -> source.contains(part.strip()));
  }

  private static List<String> quoted(String page) {
    List<String> quoted = new ArrayList<>();
    for (String line : page.lines().filter(line -> line.startsWith("| ")).toList()) {
      for (Matcher code = QUOTED.matcher(line.split(" \\| ", 2)[0]); code.find(); ) {
        quoted.add(code.group(1));
      }
    }
    return quoted;
  }

  private static String source() throws IOException {
    StringBuilder source = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        source.append(Files.readString(file));
      }
    }
    return BREAK.matcher(source).replaceAll("");
  }
}
