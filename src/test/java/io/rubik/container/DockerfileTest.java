package io.rubik.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The image starts rubik as the launcher does, though it has no shell to run that. */
final class DockerfileTest {

  private static final Path DOCKERFILE = Path.of("packaging/container/Dockerfile");
  private static final Path LAUNCHER = Path.of("packaging/launcher/rubik");

  @Test
  void entryPointIsTheLaunchersCommand() throws IOException {
    String command = String.join(" ", after(LAUNCHER, "exec "));
    List<String> words = new ArrayList<>();
    for (JsonElement word :
        JsonParser.parseString(after(DOCKERFILE, "ENTRYPOINT ").getFirst()).getAsJsonArray()) {
      words.add(word.getAsString());
    }

    assertEquals(
        command.replace("\"$@\"", "").replace("\"", "").replace("$home", "/rubik").strip(),
        String.join(" ", words));
  }

  @Test
  void environmentIsTheLaunchers() throws IOException {
    assertEquals(after(LAUNCHER, "export "), after(DOCKERFILE, "ENV "));
  }

  /** Returns what follows a word at the start of lines; lines that end with \ go on in the next. */
  private static List<String> after(Path file, String word) throws IOException {
    return Files.readString(file)
        .replaceAll("\\\\\n *", "")
        .lines()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .toList();
  }
}
