package io.rubik.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that pages quote, in the first column of a table, are those of the program. */
final class MessagesTest {

  @ParameterizedTest
  @ValueSource(strings = {"docs/troubleshooting.md", "docs/features/quota-burst.md"})
  void quotedMessagesAreInTheSource(String page) throws IOException {
    SourceMessages messages = SourceMessages.read(Path.of("src/main/java"));
    List<String> quoted = SourceMessages.quotedOn(Files.readString(Path.of(page)));

    assertTrue(quoted.size() > 3, "messages are found");
    assertEquals(List.of(), quoted.stream().filter(text -> !messages.has(text)).toList());
  }
}
