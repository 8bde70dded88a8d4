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
import org.junit.jupiter.api.Test;

/**
 * Values of annotations are in quotes wherever they stand as in a manifest: the API server refuses
 * a pod whose annotation is a boolean or a number.
 */
final class AnnotationExamplesTest {

  private static final Pattern EXAMPLE = Pattern.compile("volcano\\.sh/[a-z-]+\"?:[ \\t]+(\\S)");

  @Test
  void everyExampleIsInQuotes() throws IOException {
    List<String> unquoted = new ArrayList<>();
    int examples = 0;
    for (Path page : pages()) {
      String text = Files.readString(page);
      examples += (int) EXAMPLE.matcher(text).results().count();
      unquotedIn(text).forEach(example -> unquoted.add(page + ": " + example));
    }

    assertEquals(List.of(), unquoted);
    assertTrue(examples > 3, "examples are found");
  }

  @Test
  void exampleWithoutQuotesIsFound() {
    assertEquals(
        List.of("volcano.sh/preemptable: t", "volcano.sh/quota-burst-time: 2"),
        unquotedIn(
            """
            volcano.sh/preemptable: true
            volcano.sh/preemptable: "true"
            volcano.sh/quota-burst-time: 2000
            volcano.sh/blkio-limit: '{}'
            {"volcano.sh/quota-turbo": "true"}
            kubectl annotate pod web volcano.sh/preemptable=true
            """));
  }

  private static List<String> unquotedIn(String text) {
    List<String> unquoted = new ArrayList<>();
    for (Matcher example = EXAMPLE.matcher(text); example.find(); ) {
      if (!example.group(1).matches("[\"']")) {
        unquoted.add(example.group());
      }
    }
    return unquoted;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
    for (String directory : List.of("docs", "etc", "packaging/container", "packaging/man")) {
      try (Stream<Path> files = Files.walk(Path.of(directory))) {
        files.filter(Files::isRegularFile).forEach(pages::add);
      }
    }
    return pages;
  }
}
