package io.rubik.feature.sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ContributingTest {

  private static final Path SAMPLE = Path.of("src/test/java/io/rubik/feature/sample");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** A page that is not compiled goes out of date. */
  @Test
  void everyLineOfThePageIsInTheSample() throws IOException {
    Set<String> sample = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SAMPLE, "Shares*.java")) {
      for (Path file : files) {
        Files.readAllLines(file).forEach(line -> sample.add(line.strip()));
      }
    }
    List<String> page =
        JAVA.matcher(Files.readString(Path.of("CONTRIBUTING.md")))
            .results()
            .map(MatchResult::group)
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> !line.startsWith("```"))
            .toList();

    assertTrue(page.size() > 40, "the page has code");
    page.forEach(line -> assertTrue(sample.contains(line), line));
  }
}
