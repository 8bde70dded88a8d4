package io.rubik.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of messages lists every warning and error in the source, and none that is not there. */
final class MessagesPageTest {

  private static final Path PAGE = Path.of("docs/MESSAGES.md");

  private static final String SOURCE =
      """
      /** Says that {@code the file is odd}. */
      Logger.warn(
          "{} is odd, since its \\"size\\" is {}: "
              + "leave it",
          file, size(file));
      Logger.info("{} is fine", file);
      Problem.error("pod " + pod, "failed, (again: " + Reason.of(e));
      throw new StartException(ExitCode.FAILED, "no way");
      """;

  @Test
  void everyWarningAndErrorIsListed() throws IOException {
    SourceMessages messages = SourceMessages.read(Path.of("src/main/java"));

    assertTrue(messages.reported().size() > 150, "messages are found");
    assertEquals(List.of(), messages.missingOn(Files.readString(PAGE)));
  }

  @Test
  void everyListedMessageIsInTheSource() throws IOException {
    SourceMessages messages = SourceMessages.read(Path.of("src/main/java"));

    assertEquals(
        List.of(),
        SourceMessages.quotedOn(Files.readString(PAGE)).stream()
            .filter(message -> !messages.has(message))
            .toList());
  }

  @Test
  void messagesThatAreNotListedAreFound() {
    SourceMessages messages = new SourceMessages(SOURCE);

    assertEquals(
        List.of("is odd, since its \"size\" is", "failed, (again:", "no way"), messages.reported());
    assertEquals(
        List.of("failed, (again:"),
        messages.missingOn("| `… is odd, since its \"size\" is …` | x |\n| `no way` | y |\n"));
  }

  @Test
  void messagesThatAreMadeUpAreFound() {
    SourceMessages messages = new SourceMessages(SOURCE);

    assertTrue(messages.has("… is odd, since its \"size\" is 7: leave it"));
    assertTrue(messages.has("… failed, (again: …"));
    assertFalse(messages.has("… is odd, since its \"size\" is …: delete it"));
    assertFalse(messages.has("the file is odd"));
  }
}
